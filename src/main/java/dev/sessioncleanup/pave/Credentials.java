package dev.sessioncleanup.pave;

import java.util.List;

/** What an account proves itself with; complete, and silent about it. */
sealed interface Credentials {

  String apiKey();

  /** What must not be read by others. */
  List<String> secrets();

  /** Which settings to check when PAVE refuses the credentials. */
  String whatToCheck();

  /** Signs each request with the time of the call. */
  record Secret(String username, String apiKey, String apiSecret) implements Credentials {
    @Override
    public List<String> secrets() {
      return List.of(apiSecret, apiKey);
    }

    @Override
    public String whatToCheck() {
      return "Check its username, api-key and api-secret.";
    }

    @Override
    public String toString() {
      return "Secret[username=" + username + "]";
    }
  }

  /** A token that was generated elsewhere. PAVE refuses it when its timestamp is too old. */
  record Preset(String apiKey, String apiToken, String apiTimestamp) implements Credentials {
    @Override
    public List<String> secrets() {
      return List.of(apiToken, apiKey);
    }

    @Override
    public String whatToCheck() {
      return "Check its api-key, and whether its api-token has expired. With api-secret instead of"
          + " api-token the program signs each request itself, and no token expires.";
    }

    @Override
    public String toString() {
      return "Preset[apiTimestamp=" + apiTimestamp + "]";
    }
  }
}
