package dev.sessioncleanup.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.simulator.Fault;
import dev.sessioncleanup.simulator.Request;
import dev.sessioncleanup.truth.Truth;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A page in front of PAVE repeats what it was sent, in writings of its own. */
@DatabaseTest
class EchoedSecretsTest {
  private static final List<UnaryOperator<String>> WRITINGS =
      List.of(
          text -> text,
          text -> text.toUpperCase(Locale.ROOT),
          text -> URLEncoder.encode(text, UTF_8),
          EchoedSecretsTest::base64,
          text -> base64("user:" + text + "@"),
          text -> base64(text).toUpperCase(Locale.ROOT),
          text -> base64("user:" + text).toLowerCase(Locale.ROOT));

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void noSecretReachesTheAuditTheLogOrTheMessages() {
    world.set("cleanup.max-attempts", "1");
    for (int i = 0; i < 2 * WRITINGS.size(); i++) {
      world.stale("ECH-%08d".formatted(i));
    }
    world.pave.faults(request -> Optional.of(echo(request)));

    Shell.Ended ended = world.run("sweep").exitedWith(7);

    String stored = world.audit() + " " + world.runs() + ended;
    assertThat(world.audit()).allSatisfy(row -> assertThat(row.detail()).contains("***"));
    assertThat(stored.toLowerCase(Locale.ROOT)).doesNotContain(Shell.HUSH);
    for (UnaryOperator<String> writing : WRITINGS) {
      assertThat(stored)
          .doesNotContain(
              writing.apply(World.secret("default")), writing.apply(World.key("default")));
    }
    String seal = world.jdbc.sql("select seal from cleanup_run").query(String.class).single();
    assertThat(stored.replace(seal, "")) // has the form of a signature
        .doesNotContainPattern("[0-9a-fA-F]{64}")
        .doesNotContainPattern("[A-Za-z0-9+/]{70}");
    Truth.assertAuditIsTrue(world);
  }

  private static Fault echo(Request request) {
    int number = Integer.parseInt(request.sessionKey().replaceAll("\\D", ""));
    UnaryOperator<String> writing = WRITINGS.get(number % WRITINGS.size());
    String words =
        writing.apply(World.secret("default"))
            + " | "
            + writing.apply(request.header("API-Key"))
            + " | "
            + writing.apply(request.header("API-Token"));
    boolean inType = number >= WRITINGS.size();
    String body = inType ? "<html>" : "{\"message\": \"" + words + "\"}";
    String reply =
        "HTTP/1.1 500 Echo\r\nConnection: close\r\nContent-Type: text/html; x=%s\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(inType ? words : "", body.length(), body);
    return Fault.raw("ECHO", 500, false, (asked, out) -> out.write(reply.getBytes(UTF_8)));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
