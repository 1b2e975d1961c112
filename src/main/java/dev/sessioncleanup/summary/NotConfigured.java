package dev.sessioncleanup.summary;

import dev.sessioncleanup.text.Quantity;
import dev.sessioncleanup.text.VisibleText;

/** Accounts with stale sessions that are not configured. */
public final class NotConfigured {
  private NotConfigured() {}

  /** That nothing is done for the account. */
  public static String line(String account, long sessions) {
    return "Account %s is not configured: %s left alone."
        .formatted(VisibleText.of(account), Quantity.were(sessions, "stale session"));
  }
}
