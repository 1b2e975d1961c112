package dev.sessioncleanup.ledger;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The data about one call to PAVE that the audit stores.
 *
 * @param httpStatus of the reply, null when there was none
 * @param detail one line for people, without secrets
 * @param latencyMs duration of the call, milliseconds
 */
public record CallTrace(@Nullable Integer httpStatus, String detail, int latencyMs) {

  /**
   * @param httpStatus 0 when there was no reply
   */
  public static CallTrace of(int httpStatus, String detail, Duration latency) {
    int millis = (int) Math.min(Integer.MAX_VALUE, latency.toMillis());
    return new CallTrace(httpStatus == 0 ? null : httpStatus, detail, millis);
  }
}
