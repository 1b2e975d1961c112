package dev.sessioncleanup.database;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a process without any connection yet takes for an outage. */
class FirstConnectionTest {
  private static final String NOBODY = "jdbc:postgresql://127.0.0.1:1/tracking";

  static Stream<SQLException> away() {
    return Stream.of(
        failure("08001", "refused", new ConnectException()),
        failure("08001", "no route", new NoRouteToHostException()),
        failure("08001", "timeout", new SocketTimeoutException()),
        failure("08006", "cut off before the login", new EOFException()),
        failure("08001", "Could not find a server with specified targetServerType: primary", null),
        failure("57P03", "the database system is starting up", null),
        failure("57P01", "terminating connection due to administrator command", null),
        failure("53300", "too many connections", null));
  }

  static Stream<SQLException> wrong() {
    return Stream.of(
        failure("08001", "The connection attempt failed.", new UnknownHostException("db")),
        failure("08004", "no password was provided", null),
        failure("08006", "SSL error", new SSLHandshakeException("unknown issuer")),
        failure("08006", "The server does not support SSL.", null),
        failure("28P01", "password authentication failed", null),
        failure("3D000", "database does not exist", null),
        failure("55000", "database is not currently accepting connections", null));
  }

  @ParameterizedTest
  @MethodSource("away")
  void awayIsWaitedFor(SQLException failure) {
    assertThat(first().isAway(failure)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void wrongSettingsAreNot(SQLException failure) {
    assertThat(first().isAway(failure)).isFalse();
  }

  @Test
  void refusedConnectionKeepsTheDriversWords() {
    FirstConnection first = first();
    assertThatExceptionOfType(SQLException.class)
        .isThrownBy(first::call)
        .withMessageContaining("127.0.0.1:1 refused")
        .matches(first::isAway);
  }

  /** It speaks, but it is no PostgreSQL: waiting would not turn it into one. */
  @Test
  void portOfAnotherProgramIsAWrongSetting() throws Exception {
    try (ServerSocket web = new ServerSocket(0)) {
      Thread server = Thread.ofVirtual().start(() -> answerAsAWebServer(web));
      String url = "jdbc:postgresql://127.0.0.1:" + web.getLocalPort() + "/tracking";
      var first = new FirstConnection(new DirectConnection(url, "u", "p"));
      assertThatExceptionOfType(DatabaseSettingException.class)
          .isThrownBy(first::call)
          .withMessageContaining("spring.datasource.url");
      server.interrupt();
    }
  }

  private static void answerAsAWebServer(ServerSocket web) {
    while (true) {
      try (var connection = web.accept()) {
        connection.getInputStream().read(new byte[8]);
        connection.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
        connection.getOutputStream().flush();
        connection.shutdownOutput();
        connection.getInputStream().read(new byte[100]);
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static FirstConnection first() {
    return new FirstConnection(new DirectConnection(NOBODY, "u", "p"));
  }

  private static SQLException failure(String state, String message, @Nullable Throwable cause) {
    return new SQLException(message, state, cause);
  }
}
