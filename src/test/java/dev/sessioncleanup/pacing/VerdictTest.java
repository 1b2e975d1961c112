package dev.sessioncleanup.pacing;

import static dev.sessioncleanup.pacing.PaceStage.deletes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.pacing.Answer.Verdict;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessException;

/** Who is granted a slot, and what the grant leaves on the claim. */
@DatabaseTest
class VerdictTest {
  private static final double RATE = 500;

  private final PaceStage stage = new PaceStage();

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void grantOfADeleteRaisesAttemptsAndDoubt() {
    assertThat(stage.ask(stage.slots(RATE), 1).verdict()).isEqualTo(Verdict.GRANTED);

    assertThat(claim(1)).isEqualTo("attempts 1, unanswered 1, revision 1");
  }

  @Test
  void grantOfAGetTakesASlotAndRaisesNoDoubt() {
    Grants grants = stage.slots(RATE).ask(List.of(new SlotRequest(1, 0, false)));

    Answer answer = grants.answers().getFirst();
    assertThat(answer.verdict()).isEqualTo(Verdict.GRANTED);
    assertThat(claim(1)).isEqualTo("attempts 0, unanswered 0, revision 1");
    assertThat(stage.number("(extract(epoch from next_at) * 1000000)::bigint"))
        .isEqualTo(answer.slotMicros() + 2020);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LOST     | update session_audit set claimed_by = 8, revision = 1",
        "LOST     | update session_audit set outcome = 'failed', revision = 1",
        "LOST     | delete from session_audit",
        "CHANGED  | update session_audit set revision = 1",
        "HELD     | insert into session_hold (session_key, reason) values ('PCE-0000000001', 'asked for')",
        "NOT_IDLE | update tracked_session set status = 'STARTED'",
        "NOT_IDLE | delete from tracked_session",
        "YOUNG    | update tracked_session set created_at = now() - interval '23 hours'",
        "YOUNG    | update tracked_session set created_at = now() + interval '1 day'",
        "UNLOCKED | select pg_terminate_backend(l.pid, 20000) from pg_locks l join pg_database d on d.oid = l.database"
            + " where l.locktype = 'advisory' and d.datname = current_database()",
        "PAUSED   | update cleanup_run set state = 'paused'",
        "CANCELLED| update cleanup_run set state = 'cancelled'",
        "STOPPED  | update cleanup_run set state = 'aborted'",
        "STOPPED  | update cleanup_run set state = 'planned'",
        "STOPPED  | update cleanup_run set process_id = 8"
      })
  void whatHappenedMeanwhileForbidsTheSend(Verdict verdict, String happened) {
    stage.jdbc.sql("do $$ begin " + statement(happened) + "; end $$").update();

    Answer answer = stage.slots(RATE).ask(deletes(1, 1)).answers().getFirst();

    assertThat(answer).isEqualTo(new Answer(1, verdict, 0));
    assertThat(claim(1)).startsWith("attempts 0, unanswered 0");
    assertThat(stage.number("coalesce(max((next_at > '-infinity')::integer), 0)")).isZero();
  }

  @Test
  void holdThatExpiredForbidsNothing() {
    stage
        .jdbc
        .sql(
            "insert into session_hold (session_key, reason, expires_at)"
                + " values ('PCE-0000000001', 'asked for', now() - interval '1 second')")
        .update();

    assertThat(stage.ask(stage.slots(RATE), 1).verdict()).isEqualTo(Verdict.GRANTED);
  }

  @Test
  void lockOfAnotherProcessIsNotMine() {
    int other = stage.lock(8);

    assertThat(stage.ask(stage.slots(RATE, other), 1).verdict()).isEqualTo(Verdict.UNLOCKED);
  }

  @Test
  void refusedClaimsTakeNoSlotFromTheOthers() {
    stage
        .jdbc
        .sql("update tracked_session set status = 'STARTED' where session_key < 'PCE-0000000003'")
        .update();

    List<Answer> answers = stage.slots(RATE).ask(deletes(1, 4)).answers();

    assertThat(answers)
        .extracting(Answer::verdict)
        .containsExactly(Verdict.NOT_IDLE, Verdict.NOT_IDLE, Verdict.GRANTED, Verdict.GRANTED);
    assertThat(answers.get(3).slotMicros() - answers.get(2).slotMicros()).isBetween(2020L, 2021L);
  }

  @Test
  void poolerThatSharesTheLockConnectionIsRefused() {
    int own = stage.jdbc.sql("select pg_backend_pid()").query(Integer.class).single();

    assertThatThrownBy(() -> stage.slots(RATE, own).ask(deletes(1, 1)))
        .isInstanceOf(DataAccessException.class)
        .hasMessageContaining("a pooler shares the connection that shows that process 7 is alive");
    assertThat(claim(1)).isEqualTo("attempts 0, unanswered 0, revision 0");
  }

  private static String statement(String happened) {
    return happened.startsWith("select")
        ? "perform" + happened.substring("select".length())
        : happened;
  }

  private String claim(long auditId) {
    return stage
        .jdbc
        .sql(
            "select format('attempts %s, unanswered %s, revision %s', coalesce(max(attempts), 0),"
                + " coalesce(max(unanswered), 0), coalesce(max(revision), 0)) from session_audit where audit_id = :id")
        .param("id", auditId)
        .query(String.class)
        .single();
  }
}
