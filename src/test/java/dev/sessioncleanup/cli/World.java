package dev.sessioncleanup.cli;

import dev.sessioncleanup.database.TestDatabase;
import dev.sessioncleanup.simulator.PaveSimulator;
import dev.sessioncleanup.truth.SystemUnderTest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A tracking database, a simulated PAVE, and the program run as from a shell. */
final class World implements SystemUnderTest, AutoCloseable {
  final TestDatabase database = TestDatabase.migrated();
  final PaveSimulator pave = new PaveSimulator();
  final JdbcClient jdbc = JdbcClient.create(database.dataSource());
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final Map<String, String> firstSettings;
  private int tracked;

  World() {
    set("spring.datasource.url", database.jdbcUrl());
    set("spring.datasource.username", database.username());
    set("spring.datasource.password", database.password());
    set("pave.base-url", pave.baseUrl().toString());
    set("cleanup.rate", "500/s");
    account("default");
    firstSettings = Map.copyOf(settings);
  }

  @Override
  public JdbcClient jdbc() {
    return jdbc;
  }

  @Override
  public PaveSimulator pave() {
    return pave;
  }

  World set(String name, String value) {
    settings.put(name, value);
    return this;
  }

  World unset(String name) {
    settings.remove(name);
    return this;
  }

  /** Restores the initial settings; everything else stays. */
  void resetSettings() {
    settings.clear();
    settings.putAll(firstSettings);
  }

  /** Adds an account that PAVE knows and the program is configured for. */
  World account(String name) {
    pave.account("user-" + name, key(name), secret(name));
    set("pave.accounts." + name + ".username", "user-" + name);
    set("pave.accounts." + name + ".api-key", key(name));
    return set("pave.accounts." + name + ".api-secret", secret(name));
  }

  static String key(String account) {
    return Shell.HUSH + "-key-" + account;
  }

  static String secret(String account) {
    return Shell.HUSH + "-secret-" + account;
  }

  Shell.Ended run(String... commandLine) {
    List<String> args = new ArrayList<>(List.of(commandLine));
    settings.forEach((name, value) -> args.add("--" + name + "=" + value));
    return Shell.run(args.toArray(String[]::new));
  }

  /**
   * Adds stale sessions, tracked as IDLE and IDLE at PAVE, each a second younger than the one
   * before.
   */
  World stale(String... sessionKeys) {
    for (String sessionKey : sessionKeys) {
      track("default", sessionKey, "IDLE", (30 * 86_400 - tracked++) + " seconds");
      pave.session(key("default"), sessionKey, "IDLE");
    }
    return this;
  }

  /** Tracks a session that PAVE does not know. */
  World track(String account, String sessionKey, String status, String age) {
    jdbc.sql(
            """
            insert into tracked_session (account, session_key, status, created_at)
            values (:account, :key, :status, now() - cast(:age as interval))
            """)
        .param("account", account)
        .param("key", sessionKey)
        .param("status", status)
        .param("age", age)
        .update();
    return this;
  }

  void hold(String sessionKey) {
    jdbc.sql("insert into session_hold (session_key, reason) values (?, 'a customer asked')")
        .param(sessionKey)
        .update();
  }

  List<SessionAuditRow> audit() {
    return SessionAuditRow.all(jdbc);
  }

  /** The single audit row of this session. */
  SessionAuditRow audited(String sessionKey) {
    List<SessionAuditRow> rows =
        audit().stream().filter(row -> row.sessionKey().equals(sessionKey)).toList();
    return rows.size() == 1 ? rows.getFirst() : reject(sessionKey, rows);
  }

  private static SessionAuditRow reject(String sessionKey, List<SessionAuditRow> rows) {
    throw new AssertionError("not one row of " + sessionKey + " but " + rows);
  }

  List<CleanupRunRow> runs() {
    return CleanupRunRow.all(jdbc);
  }

  CleanupRunRow onlyRun() {
    List<CleanupRunRow> runs = runs();
    if (runs.size() != 1) {
      throw new AssertionError("not one run but " + runs);
    }
    return runs.getFirst();
  }

  boolean settled(String sessionKey) {
    return jdbc.sql("select settled_at is not null from tracked_session where session_key = ?")
        .param(sessionKey)
        .query(Boolean.class)
        .single();
  }

  @Override
  public void close() {
    pave.close();
    database.close();
  }
}
