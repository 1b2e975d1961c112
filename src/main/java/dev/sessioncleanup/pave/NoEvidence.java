package dev.sessioncleanup.pave;

import dev.sessioncleanup.pave.Received.Answer;
import dev.sessioncleanup.pave.Received.Silence;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** What is left to say of a reply to one account that proves nothing about the session. */
final class NoEvidence {
  private static final Duration TOLERATED_SKEW = Duration.ofMinutes(2);

  private final String account;
  private final Credentials credentials;
  private final InstantSource clock;

  NoEvidence(String account, Credentials credentials, InstantSource clock) {
    this.account = account;
    this.credentials = credentials;
    this.clock = clock;
  }

  Reply.NoOutcome read(Received received) {
    return switch (received) {
      case Silence silence ->
          new Reply.NoReply(silence.nothingSent(), clean(silence.reason()), silence.latency());
      case Answer answer -> read(answer);
    };
  }

  private Reply.NoOutcome read(Answer answer) {
    int status = answer.status();
    Duration retryAfter = RetryAfter.of(answer.headers(), clock.instant());
    if (status == 401 || status == 403) {
      return new Reply.Refused(status, refusal(answer), answer.latency());
    }
    if (status == 429 || (status == 503 && retryAfter != null)) {
      return new Reply.Throttled(status, retryAfter, summary(answer), answer.latency());
    }
    return new Reply.Unrecognised(status, summary(answer), answer.latency());
  }

  private String refusal(Answer answer) {
    return "PAVE refused the credentials of account %s (%s); every further call would be refused too.%s"
        .formatted(account, summary(answer), skew(answer));
  }

  private String skew(Answer answer) {
    Instant now = clock.instant();
    Instant theirs = RetryAfter.date(answer.headers(), now).orElse(now);
    Duration ahead = Duration.between(theirs, now);
    if (ahead.abs().compareTo(TOLERATED_SKEW) <= 0) {
      return " " + credentials.whatToCheck();
    }
    return " This machine's clock is %d minutes %s PAVE's: set it right first, a signature made at the wrong time is refused."
        .formatted(
            ahead.abs().plusSeconds(30).toMinutes(), ahead.isNegative() ? "behind" : "ahead of");
  }

  private String summary(Answer answer) {
    JsonBody body = JsonBody.of(answer);
    String message = body.text("message");
    if (!message.isBlank()) {
      return clean(answer.status() + ": " + message);
    }
    return clean(answer.status() + " with " + instead(answer, body));
  }

  private static String instead(Answer answer, JsonBody body) {
    String text = answer.body();
    if (text == null) {
      return answer.bodyProblem();
    }
    if (text.isEmpty()) {
      return "an empty body instead of PAVE's JSON";
    }
    if (body.isPresent()) {
      return "JSON that says nothing about this session";
    }
    String type = answer.headers().firstValue("Content-Type").orElse("a body of no named type");
    return type.contains("json") ? "broken JSON" : type + " instead of PAVE's JSON";
  }

  /** A foreign page may repeat what it was sent: no credential gets past this. */
  String clean(String text) {
    return AuditLine.of(credentials.mask(text));
  }
}
