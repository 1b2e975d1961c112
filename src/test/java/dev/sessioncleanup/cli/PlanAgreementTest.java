package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.simulator.Exchange;
import dev.sessioncleanup.truth.Truth;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Dry run, plan and run name the same sessions. */
@DatabaseTest
class PlanAgreementTest {
  private static final int SESSIONS = 1_000;

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void dryRunAndPlanAgreeWithTheRun() {
    world.set("cleanup.breaker.max-missing", "1").set("cleanup.breaker.max-unexpected", "1");
    Map<String, String> expected = MixedSessions.in(world, SESSIONS);
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    String[] backfill = {
      "backfill",
      "--from=" + today.minusDays(60),
      "--to=" + today,
      "--older-than=7d",
      "--max-share=1",
      "--rate=500/s"
    };

    Set<String> listed = listed();
    world.run(with(backfill)).exitedWith(2).says(String.valueOf(SESSIONS));
    assertThat(world.pave.log()).isEmpty();
    world.run(with(backfill, "--save-plan")).exitedWith(0);
    assertThat(listed).isEqualTo(expected.keySet()).isEqualTo(planned());

    String plan =
        "--plan="
            + world.jdbc.sql("select max(run_id) from planned_session").query(Long.class).single();
    world.run("backfill", plan, "--yes", "--max-share=1", "--rate=500/s").exitedWith(0);

    Set<String> deleted = new TreeSet<>();
    world.pave.log().stream()
        .filter(exchange -> exchange.method().equals("DELETE"))
        .map(Exchange::sessionKey)
        .forEach(deleted::add);
    assertThat(deleted).isEqualTo(listed);
    assertThat(Truth.outcomes(world)).isEqualTo(expected);
    Truth.assertAuditIsTrue(world);
  }

  private static String[] with(String[] command, String... options) {
    String[] all = Arrays.copyOf(command, command.length + options.length);
    System.arraycopy(options, 0, all, command.length, options.length);
    return all;
  }

  private Set<String> listed() {
    Set<String> keys = new TreeSet<>();
    String json =
        world
            .run("sweep", "--dry-run", "--list", "--output=json", "--max-share=1")
            .exitedWith(0)
            .out();
    for (JsonNode session : JsonMapper.shared().readTree(json).path("sessions")) {
      if (session.path("action").asString().equals("delete")) {
        keys.add(session.path("session_key").asString());
      }
    }
    return keys;
  }

  private Set<String> planned() {
    return new TreeSet<>(
        world.jdbc.sql("select session_key from planned_session").query(String.class).list());
  }
}
