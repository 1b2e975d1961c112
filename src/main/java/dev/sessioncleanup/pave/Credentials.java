package dev.sessioncleanup.pave;

/** What an account proves itself with; complete, and silent about it. */
sealed interface Credentials {

  String apiKey();

  /** The text without anything in it that must not be read by others. */
  String mask(String text);

  /** Where to look when PAVE refuses. */
  String whatToCheck();

  /** Signs each request afresh. */
  record Secret(String username, String apiKey, String apiSecret) implements Credentials {
    @Override
    public String mask(String text) {
      return text.replace(apiSecret, "***").replace(apiKey, "***");
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

  /** A token that was made elsewhere; PAVE refuses it when it considers it too old. */
  record Preset(String apiKey, String apiToken, String apiTimestamp) implements Credentials {
    @Override
    public String mask(String text) {
      return text.replace(apiToken, "***").replace(apiKey, "***");
    }

    @Override
    public String whatToCheck() {
      return "Check its api-key, and whether api-token is still valid; api-secret never grows old.";
    }

    @Override
    public String toString() {
      return "Preset[apiTimestamp=" + apiTimestamp + "]";
    }
  }
}
