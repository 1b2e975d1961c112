package dev.sessioncleanup.demo;

import dev.sessioncleanup.simulator.PaveSimulator;
import java.io.PrintStream;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Compares the audit with the simulator's own log. */
final class Proof {
  private final JdbcClient jdbc;
  private final PaveSimulator pave;
  private boolean holds = true;

  Proof(String url, PaveSimulator pave) {
    this.jdbc = JdbcClient.create(new DriverManagerDataSource(url));
    this.pave = pave;
  }

  /** Prints five lines; returns 1 if one of them does not hold. */
  int print(PrintStream out) {
    Set<String> removed = keys("select session_key from session_audit where outcome = 'removed'");
    Set<String> leftAlone =
        keys(
            """
            select session_key from tracked_session
            where settled_at is null and (status <> 'IDLE' or created_at > now() - interval '7 days'
              or session_key in (select session_key from session_hold))
            """);
    Set<String> missing = keys("select session_key from session_audit where outcome = 'missing'");
    Set<String> started = keys("select session_key from session_audit where outcome = 'started'");
    long doubted = count("outcome = 'removed' and evidence = 'inferred'");
    long processes =
        number(
            """
            select count(*) from run_event e join cleanup_run r using (run_id)
            where r.run_id = 1 and r.state = 'complete' and e.event = 'started'
            """);
    line(
        out,
        removed.equals(new TreeSet<>(pave.removed())),
        "PAVE removed %d sessions, and the audit names exactly these.".formatted(removed.size()));
    line(
        out,
        doubted > 0 && count("outcome = 'missing' and unanswered > 0") == 0,
        "%d replies were lost. PAVE then answers 404; the audit says removed, inferred, not missing."
            .formatted(doubted));
    line(
        out,
        processes == 2 && count("outcome is null") == 0,
        "The killed run was resumed by a second process and is complete: %d sessions, none open."
            .formatted(count("true")));
    line(
        out,
        missing.stream().allMatch(key -> pave.statusOf(key).equals("missing"))
            && started.stream().allMatch(key -> pave.statusOf(key).equals("started")),
        "%d sessions that PAVE does not know and %d that were started are recorded as such."
            .formatted(missing.size(), started.size()));
    line(
        out,
        pave.deletesByKey().keySet().stream().noneMatch(leftAlone::contains),
        "No DELETE was sent for the %d sessions that are young, on hold or not IDLE."
            .formatted(leftAlone.size()));
    return holds ? 0 : 1;
  }

  private void line(PrintStream out, boolean proven, String text) {
    holds &= proven;
    out.println((proven ? "  ok  " : "  NOT TRUE  ") + text);
  }

  private long count(String condition) {
    return number("select count(*) from session_audit where " + condition);
  }

  private long number(String query) {
    return jdbc.sql(query).query(Long.class).single();
  }

  private Set<String> keys(String query) {
    return new TreeSet<>(jdbc.sql(query).query(String.class).list());
  }
}
