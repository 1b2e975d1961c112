package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.simulator.Exchange;
import dev.sessioncleanup.simulator.Fault;
import dev.sessioncleanup.simulator.Request;
import dev.sessioncleanup.truth.Truth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions that cannot be decided, oldest first, before good ones: three nightly runs. */
@DatabaseTest
class ThreeNightsTest {
  private static final int MAX_ATTEMPTS = 3;
  private static final List<Fault> FAILING = List.of(Fault.ERROR_500_BEFORE, Fault.RESET_BEFORE);
  private static final List<Fault> ODD =
      List.of(
          Fault.HTML_200,
          Fault.HTML_404,
          Fault.OTHER_KEY,
          Fault.OTHER_MESSAGE_400,
          Fault.REDIRECT,
          Fault.BAD_GATEWAY_HTML,
          Fault.FORBIDDEN,
          Fault.UNAUTHORIZED,
          Fault.unavailable(null),
          Fault.CLOSE_BEFORE);

  private final World world = new World().set("cleanup.max-attempts", "" + MAX_ATTEMPTS);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void goodSessionsAreGoneInTheFirstNightAndBadOnesGetOneLookANight() {
    List<String> expired = keys("EXP", 60);
    List<String> failing = keys("BAD", 20);
    List<String> odd = keys("ODD", 20);
    List<String> good = keys("GOOD", 200);
    List.of(expired, failing, odd, good).forEach(keys -> world.stale(keys.toArray(String[]::new)));
    expired.forEach(key -> world.pave.status(key, "EXPIRED"));
    world.pave.faults(ThreeNightsTest::fault);

    world.run("sweep", "--max-share", "1").exitedWith(7).says("40 sessions failed");

    assertThat(world.pave.removed()).containsExactlyInAnyOrderElementsOf(good);
    assertThat(expired).allMatch(world::settled);
    assertThat(expired)
        .allSatisfy(
            key ->
                assertThat(world.audited(key))
                    .returns("not_idle", SessionAuditRow::outcome)
                    .returns("confirmed", SessionAuditRow::evidence));
    assertThat(failing).allSatisfy(key -> assertThat(world.audited(key).detail()).isNotBlank());
    Truth.assertAuditIsTrue(world);

    for (int night = 2; night <= 3; night++) {
      int before = world.pave.log().size();
      world.run("sweep", "--max-share", "1").exitedWith(7).says("40 sessions failed");

      Map<String, List<String>> calls = callsSince(before);
      assertThat(calls.keySet()).allMatch(key -> failing.contains(key) || odd.contains(key));
      assertThat(calls).hasSize(40);
      assertThat(calls)
          .allSatisfy((key, made) -> assertThat(made).isIn(List.of("DELETE"), DELETE_AND_GET));
      Truth.assertAuditIsTrue(world);
    }
  }

  @Test
  void whereNothingButBadSessionsIsLeftEachGetsOneLookToo() {
    List<String> bad = keys("BAD", 60);
    world.stale(bad.toArray(String[]::new)).stale("GOOD-000000001");
    world.pave.faults(ThreeNightsTest::fault);
    world.run("sweep", "--max-share", "1").exitedWith(7);
    int before = world.pave.log().size();

    world.run("sweep", "--max-share", "1").exitedWith(7).says("60 sessions failed");

    assertThat(callsSince(before))
        .hasSize(60)
        .allSatisfy((key, made) -> assertThat(made).hasSize(1));
    Truth.assertAuditIsTrue(world);
  }

  private static final List<String> DELETE_AND_GET = List.of("DELETE", "GET");

  private Map<String, List<String>> callsSince(int before) {
    return world.pave.log().stream()
        .skip(before)
        .filter(exchange -> !exchange.sessionKey().isEmpty())
        .collect(
            Collectors.groupingBy(
                Exchange::sessionKey, Collectors.mapping(Exchange::method, Collectors.toList())));
  }

  private static Optional<Fault> fault(Request request) {
    String key = request.sessionKey();
    int number = key.isEmpty() ? 0 : Integer.parseInt(key.substring(key.indexOf('-') + 1));
    return switch (key.substring(0, Math.min(3, key.length()))) {
      case "BAD" -> Optional.of(FAILING.get(number % FAILING.size()));
      case "ODD" -> Optional.of(ODD.get(number % ODD.size()));
      default -> Optional.empty();
    };
  }

  private static List<String> keys(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> "%s-%08d".formatted(prefix, i)).toList();
  }
}
