package dev.sessioncleanup.pack;

import dev.sessioncleanup.jdbc.Timestamps;
import dev.sessioncleanup.settings.ProgramVersion;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a pack contains and where it comes from.
 *
 * @param outcomes recorded in the period, by outcome
 * @param seals of the runs that were planned or at work in the period
 */
record Manifest(
    PackPeriod period,
    Instant made,
    String database,
    String server,
    int schema,
    Map<String, Long> outcomes,
    List<Seal> seals) {

  /**
   * A run and its seal.
   *
   * @param seal null while the run is not sealed
   */
  record Seal(long run, String account, String state, @Nullable String seal) {}

  private static final String SOURCE =
      """
      select now() as made, current_database() as name, current_setting('server_version') as server,
             (select coalesce(max(c.schema_version), 0) from schema_compatibility c) as schema
      """;

  private static final String OUTCOMES =
      """
      select a.outcome, count(*) as sessions
      from session_audit a
      where a.recorded_at >= :since and a.recorded_at < :until
        and (cast(:account as text) is null or a.account = :account)
      group by 1
      order by 1
      """;

  private static final String SEALS =
      """
      select r.run_id as run, r.account, r.state, r.seal
      from report_run r
      where not r.dry_run and r.planned_at < :until and (r.finished_at is null or r.finished_at >= :since)
        and (cast(:account as text) is null or r.account = :account)
      order by r.run_id
      """;

  static Manifest read(DataSource source, PackPeriod period) {
    JdbcClient jdbc = JdbcClient.create(source);
    Map<String, Long> outcomes = new LinkedHashMap<>();
    in(jdbc, OUTCOMES, period)
        .query(
            row -> {
              outcomes.put(row.getString("outcome"), row.getLong("sessions"));
            });
    List<Seal> seals = in(jdbc, SEALS, period).query(Seal.class).list();
    return jdbc.sql(SOURCE)
        .query(
            (row, number) ->
                new Manifest(
                    period,
                    Objects.requireNonNull(Timestamps.read(row, "made")),
                    row.getString("name"),
                    "PostgreSQL " + row.getString("server"),
                    row.getInt("schema"),
                    outcomes,
                    seals))
        .single();
  }

  private static JdbcClient.StatementSpec in(JdbcClient jdbc, String sql, PackPeriod period) {
    return jdbc.sql(sql)
        .param("since", Timestamps.parameter(period.since()))
        .param("until", Timestamps.parameter(period.until()))
        .param("account", period.account());
  }

  /**
   * The document {@code manifest.json}.
   *
   * @param unchanged what the verification of the seals found
   */
  Map<String, Object> document(boolean unchanged, List<PackedFile> files) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("program", "session-cleanup " + ProgramVersion.text());
    document.put("schema_version", schema);
    document.put("database", database);
    document.put("server", server);
    document.put("made_at", made);
    document.put("since", period.since());
    document.put("until", period.until());
    document.put("account", period.account() == null ? "all" : period.account());
    document.put("outcomes", outcomes);
    document.put("seals_unchanged", unchanged);
    document.put("runs", seals);
    document.put("files", files);
    return document;
  }
}
