package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.cli.OddReplies.Effect;
import dev.sessioncleanup.cli.OddReplies.OddReply;
import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.simulator.Fault;
import dev.sessioncleanup.simulator.Request;
import dev.sessioncleanup.truth.Truth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A table of odd replies, each for two sessions in one run among good ones: one session that PAVE
 * does not touch and answers truly when it is asked with GET, and one that it removes, and answers
 * oddly then as well.
 */
@DatabaseTest
class OddRepliesTest {
  private final World world = new World();
  private final Map<String, OddReply> replies = new HashMap<>();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void everyRowIsTrueNoneIsOpenAndTheRunEndsByItself() {
    world.set("cleanup.max-attempts", "2").set("pave.read-timeout", "1s");
    List<String> good = IntStream.range(0, 300).mapToObj("GOOD-%05d"::formatted).toList();
    List<OddReply> table = OddReplies.all();
    for (int i = 0; i < table.size(); i++) {
      for (String kind : List.of("ONE", "TWO")) {
        String key = "%s-%05d".formatted(kind, i);
        replies.put(key, table.get(i));
        world.stale(key);
      }
      world.stale(good.subList(3 * i, 3 * i + 3).toArray(String[]::new));
    }
    world.stale(good.subList(3 * table.size(), good.size()).toArray(String[]::new));
    world.pave.faults(this::fault);

    world.run("sweep", "--max-share", "1").exitedWith(7);

    assertThat(table).hasSizeGreaterThan(40);
    assertThat(world.audit()).hasSize(2 * table.size() + good.size());
    assertThat(Truth.errors(world)).allMatch(error -> error.contains("and no row says so"));
    assertThat(good).allMatch(key -> "removed".equals(world.audited(key).outcome()));
    assertThat(replies)
        .allSatisfy(
            (key, reply) ->
                assertThat(world.audited(key))
                    .as("%s: %s", key, reply.name())
                    .matches(row -> !"missing".equals(row.outcome()))
                    .matches(row -> reply.effect() != Effect.NONE || row.unanswered() == 0));

    world.pave.clearFaults();
    world.run("sweep", "--max-share", "1").exitedWith(0);

    Truth.assertAuditIsTrue(world);
    assertThat(world.pave.removed()).hasSize(2 * table.size() + good.size());
  }

  /** Ten years, and far more than a long can hold. */
  @ParameterizedTest
  @ValueSource(strings = {"315360000", "1000000000000000000000000000000"})
  void hugeRetryAfterHoldsTheAccountForAnHourAtMost(String seconds) {
    world.stale("FIN-E000000001");
    world.pave.faults(request -> Optional.of(Fault.throttle(seconds)));

    world.run("sweep", "--time-budget", "2s").exitedWith(3);

    String held = "select held_until between now() and now() + interval '1 h' from cleanup_pace";
    assertThat(world.jdbc.sql(held).query(Boolean.class).list()).containsExactly(true);
    assertThat(world.pave.log()).hasSize(1);
    assertThat(world.audited("FIN-E000000001"))
        .returns(0, SessionAuditRow::unanswered)
        .returns(null, SessionAuditRow::outcome);
  }

  private Optional<Fault> fault(Request request) {
    OddReply reply = replies.get(request.sessionKey());
    boolean first = request.sessionKey().startsWith("ONE");
    if (reply == null || (first && request.method().equals("GET"))) {
      return Optional.empty();
    }
    boolean removes =
        reply.effect() == Effect.REMOVED || (reply.effect() == Effect.EITHER && !first);
    return Optional.of(removes ? reply.removed() : reply.untouched());
  }
}
