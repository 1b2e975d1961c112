package dev.sessioncleanup.restart;

import java.util.List;

/** The single account of the processes and the simulator. */
final class Credentials {
  static final String USERNAME = "restart";
  static final String API_KEY = "restart-key";
  static final String API_SECRET = "restart-secret";

  private Credentials() {}

  static List<String> settings() {
    return List.of(
        "--pave.accounts.default.username=" + USERNAME,
        "--pave.accounts.default.api-key=" + API_KEY,
        "--pave.accounts.default.api-secret=" + API_SECRET);
  }
}
