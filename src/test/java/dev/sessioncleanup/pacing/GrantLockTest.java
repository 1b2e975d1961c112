package dev.sessioncleanup.pacing;

import static dev.sessioncleanup.pacing.PaceFixture.deletes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.pacing.Grant.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

/** Which advisory lock a grant needs, and on which connection. */
@DatabaseTest
class GrantLockTest {
  private static final double RATE = 500;

  private final PaceFixture fixture = new PaceFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void lockOfAnotherProcessIsNotOurs() {
    int other = fixture.lock(8);

    assertThat(fixture.ask(fixture.slots(RATE, other), 1).verdict()).isEqualTo(Verdict.UNLOCKED);
  }

  @Test
  void lockIsReleasedWithItsConnection() {
    fixture
        .jdbc
        .sql(
            """
            select pg_terminate_backend(p.backend_pid, 20000) from live_process p
            """)
        .query(row -> {});

    assertThat(fixture.ask(fixture.slots(RATE), 1).verdict()).isEqualTo(Verdict.UNLOCKED);
  }

  @Test
  void poolerThatSharesTheLockConnectionIsRefused() {
    int own = fixture.jdbc.sql("select pg_backend_pid()").query(Integer.class).single();

    assertThatThrownBy(() -> fixture.slots(RATE, own).ask(deletes(1, 1), GrantLead.SHORTEST))
        .isInstanceOf(DataAccessException.class)
        .hasMessageContaining("a pooler shares the connection that shows that process 7 is alive");
    assertThat(
            fixture.jdbc.sql("select sum(attempts) from session_audit").query(Long.class).single())
        .isZero();
  }
}
