package dev.sessioncleanup.demo;

import dev.sessioncleanup.simulator.PaveSimulator;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Hundreds of sessions, with all differences between the tracking database and PAVE. */
final class SampleSessions {
  /** Stale and IDLE, one of the oldest. */
  static final String REPLY_LOST = "DMO-0000000270";

  private static final int COUNT = 600;
  private static final int STALE = 280;

  private final String url;
  private final PaveSimulator pave;

  SampleSessions(String url, PaveSimulator pave) {
    this.url = url;
    this.pave = pave;
    pave.account("demo", "demo-key", "demo-secret");
  }

  int count() {
    return COUNT;
  }

  void create() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        PreparedStatement track =
            connection.prepareStatement(
                "insert into tracked_session (session_key, status, created_at)"
                    + " values (?, ?, now() - make_interval(hours => ?))");
        PreparedStatement hold =
            connection.prepareStatement(
                "insert into session_hold (session_key, reason) values (?, 'a customer asked')")) {
      for (int i = 0; i < COUNT; i++) {
        String key = "DMO-%010d".formatted(i);
        boolean stale = i < STALE;
        String tracked = stale && i % 20 == 7 ? "COMPLETE" : "IDLE";
        track.setString(1, key);
        track.setString(2, tracked);
        track.setInt(3, stale ? 24 * 8 + i : i % 150);
        track.addBatch();
        if (stale && i % 50 == 3) {
          hold.setString(1, key);
          hold.addBatch();
        }
        atPave(key, i, stale, tracked);
      }
      track.executeBatch();
      hold.executeBatch();
    }
  }

  /** Most are IDLE at PAVE too; some were started, and some are unknown to PAVE. */
  private void atPave(String key, int number, boolean stale, String tracked) {
    if (stale && number % 25 == 11) {
      return;
    }
    pave.session("demo-key", key, tracked);
    if (stale && number % 25 == 17) {
      pave.start(key);
    }
  }
}
