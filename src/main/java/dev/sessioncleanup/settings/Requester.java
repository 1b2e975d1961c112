package dev.sessioncleanup.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who requests a run when nobody is named, and where it runs. */
public final class Requester {
  private Requester() {}

  /** The system's user; in a container whose user has no name, the host name. */
  public static String byDefault() {
    return firstKnown(System.getProperty("user.name"), System.getenv("HOSTNAME"), Requester::host);
  }

  /** The name of this machine; in Kubernetes that of the pod. */
  public static String hostName() {
    return firstKnown(null, System.getenv("HOSTNAME"), Requester::host);
  }

  /** Java names a user without an entry in the password file "?". */
  static String firstKnown(
      @Nullable String user, @Nullable String hostName, Supplier<String> host) {
    return Stream.of(user, hostName)
        .filter(name -> name != null && !name.isBlank() && !name.equals("?"))
        .findFirst()
        .orElseGet(host);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
