package dev.sessioncleanup.pacing;

import java.util.List;

/**
 * The answers to requests, in their order.
 *
 * @param serverMicros the server's clock when it answered, microseconds since the epoch
 * @param askMicros when it is worth asking again, on the server's clock
 * @param pace of the account when it answered
 */
public record Grants(List<Answer> answers, long serverMicros, long askMicros, Pace pace) {
  public Grants {
    answers = List.copyOf(answers);
  }
}
