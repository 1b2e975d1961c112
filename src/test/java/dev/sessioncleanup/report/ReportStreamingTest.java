package dev.sessioncleanup.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.format.ReportFormat;
import java.io.StringWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

@DatabaseTest
class ReportStreamingTest {
  private static final int SESSIONS = 20_000;

  @ParameterizedTest
  @EnumSource(ReportFormat.class)
  void rowsAreWrittenWhileOthersAreStillInTheDatabase(ReportFormat format) throws Exception {
    try (SampleAudit audit = new SampleAudit()) {
      JdbcClient other = withManySessions(audit);
      StringBuilder out = new StringBuilder();
      Appendable cutting = cutting(out, other);

      assertThatThrownBy(
              () -> audit.reports().write("sessions", Map.of("run", "3"), format, cutting))
          .isInstanceOf(DataAccessException.class);
      assertThat(out.toString().lines().count()).isBetween(500L, SESSIONS / 2L);
    }
  }

  @Test
  void noRowIsLostBetweenFetches() throws Exception {
    try (SampleAudit audit = new SampleAudit()) {
      withManySessions(audit);
      StringBuilder out = new StringBuilder();
      audit.reports().write("sessions", Map.of("run", "3"), ReportFormat.CSV, out);

      assertThat(out.toString().lines().skip(1).map(line -> line.split(",")[2]).distinct())
          .hasSize(SESSIONS);
    }
  }

  /** Ends the database session that is being read, after 50 writes. */
  private static Appendable cutting(StringBuilder out, JdbcClient other) {
    return new StringWriter() {
      private int rows;

      @Override
      public StringWriter append(@Nullable CharSequence text) {
        if (++rows == 50) {
          other
              .sql(
                  """
                  select pg_terminate_backend(pid) from pg_stat_activity
                  where datname = current_database() and state = 'idle in transaction'
                  """)
              .query(Boolean.class)
              .single();
        }
        out.append(text);
        return this;
      }

      @Override
      public StringWriter append(char c) {
        out.append(c);
        return this;
      }
    };
  }

  private static JdbcClient withManySessions(SampleAudit audit) {
    JdbcClient jdbc = JdbcClient.create(audit.database.dataSource());
    jdbc.sql(
            """
            insert into session_audit (run_id, session_key, outcome, evidence)
            select 3, 'MNY-' || i, 'removed', 'confirmed' from generate_series(1, :sessions) i
            """)
        .param("sessions", SESSIONS)
        .update();
    return jdbc;
  }
}
