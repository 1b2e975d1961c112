package dev.sessioncleanup.simulator;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Verifies signatures as PAVE does, written from its documentation and not from the job's code. */
final class SignatureCheck {
  private static final Duration VALID = Duration.ofMinutes(5);

  private record Account(String username, String secret) {}

  private final Map<String, Account> byApiKey = new ConcurrentHashMap<>();

  void account(String username, String apiKey, String secret) {
    byApiKey.put(apiKey, new Account(username, secret));
  }

  boolean accepts(Request request, Instant now) {
    Account account = byApiKey.get(request.header("API-Key"));
    String timestamp = request.header("API-Timestamp");
    return account != null
        && isFresh(timestamp, now)
        && token(account, request.header("API-Key"), timestamp).equals(request.header("API-Token"));
  }

  private static boolean isFresh(String timestamp, Instant now) {
    try {
      return timestamp.length() == "2021-05-30T12:49:19Z".length()
          && Duration.between(Instant.parse(timestamp), now).abs().compareTo(VALID) <= 0;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static String token(Account account, String apiKey, String timestamp) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(account.secret().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update((account.username() + ":" + apiKey).getBytes(StandardCharsets.UTF_8));
      mac.update(("@" + timestamp).getBytes(StandardCharsets.UTF_8));
      StringBuilder hex = new StringBuilder();
      for (byte b : mac.doFinal()) {
        hex.append(Character.forDigit((b >> 4) & 15, 16)).append(Character.forDigit(b & 15, 16));
      }
      return hex.toString();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
