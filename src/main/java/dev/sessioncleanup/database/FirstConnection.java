package dev.sessioncleanup.database;

import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Opens a process's first connection, and tells a database that is away from settings that are
 * wrong. A new pod remembers nothing of the last run, so the rule looks only at how the connection
 * failed:
 *
 * <ul>
 *   <li>The server says that it is starting, stopping or full: away.
 *   <li>The host name resolves, but nobody answers there (refused, timeout, no route, cut off
 *       before the login): away. A server that restarts looks like this, and so does a wrong port;
 *       what is waited for is therefore logged at once.
 *   <li>Anything else (unknown host, refused login, no such database, no SSL): wrong settings.
 *   <li>After the first connection has been opened the settings are proven, and every fault that
 *       passes by itself ({@link DatabaseFault#passes}) is an outage.
 * </ul>
 */
public final class FirstConnection implements Callable<Connection> {
  private final DirectConnection connector;
  private boolean opened;

  public FirstConnection(DirectConnection connector) {
    this.connector = connector;
  }

  /**
   * @throws DatabaseSettingException when the settings are wrong
   * @throws SQLException when the database is away, or refuses the login
   */
  @Override
  public Connection call() throws SQLException {
    try {
      Connection connection = connector.call();
      opened = true;
      return connection;
    } catch (SQLException failure) {
      String wrong = opened ? null : wrongSetting(failure);
      if (wrong != null) {
        throw new DatabaseSettingException(wrong);
      }
      throw failure;
    }
  }

  /** Whether a failure, of the connection or after it, is worth waiting for its end. */
  public boolean isAway(Throwable failure) {
    return opened ? DatabaseFault.isTransient(failure) : isAwayAtFirst(failure);
  }

  private static boolean isAwayAtFirst(Throwable failure) {
    String state = DatabaseFault.state(failure);
    boolean serverSaysSo = state.startsWith("53") || state.startsWith("57P");
    return serverSaysSo || nobodyAnswers(failure);
  }

  private static boolean nobodyAnswers(Throwable failure) {
    return find(failure, SocketException.class) != null
        || find(failure, SocketTimeoutException.class) != null
        || find(failure, EOFException.class) != null
        || DatabaseFault.reason(failure).contains("targetServerType"); // none is primary just now
  }

  /** What is wrong and how to mend it; null when it is not the settings, or another says it. */
  private static @Nullable String wrongSetting(SQLException failure) {
    if (isAwayAtFirst(failure)) {
      return null;
    }
    String reason = DatabaseFault.reason(failure);
    UnknownHostException unknown = find(failure, UnknownHostException.class);
    if (unknown != null) {
      return "the host of spring.datasource.url is unknown: %s. Correct its name, or the DNS."
          .formatted(reason);
    }
    if (reason.contains("no password was provided") || reason.contains("is an empty string")) {
      return "spring.datasource.password is not set, and the server asks for a password. Set it, best as"
          + " SPRING_DATASOURCE_PASSWORD or in a file (configtree).";
    }
    if (reason.contains("no pg_hba.conf entry")) {
      return "the server admits no such connection: %s. Check sslmode in spring.datasource.url and .username, or the server's pg_hba.conf."
          .formatted(reason);
    }
    if (find(failure, SSLException.class) != null || reason.contains("SSL")) {
      return "the encrypted connection that spring.datasource.url demands does not come about: %s. Check sslmode and sslrootcert in it, or turn SSL on at the server."
          .formatted(reason);
    }
    return DatabaseFault.state(failure).matches("(28|3D).*|42501") || isUnreadableUrl(reason)
        ? null
        : "spring.datasource.url leads to no usable database: %s. Check the address and the options in it."
            .formatted(reason);
  }

  private static boolean isUnreadableUrl(String reason) {
    return reason.startsWith("Unable to parse URL");
  }

  private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }
}
