package dev.sessioncleanup.pave;

import dev.sessioncleanup.pave.Received.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Classifies replies to one account that prove nothing about a session. */
final class NoEvidence {
  private static final Duration TOLERATED_SKEW = Duration.ofMinutes(2);

  private final String account;
  private final Credentials credentials;
  private final SecretMask mask;
  private final InstantSource clock;

  NoEvidence(String account, Credentials credentials, InstantSource clock) {
    this.account = account;
    this.credentials = credentials;
    this.mask = new SecretMask(credentials.secrets());
    this.clock = clock;
  }

  Reply.NoOutcome read(Received received) {
    return switch (received) {
      case Received.NoReply noReply ->
          new Reply.NoReply(noReply.nothingSent(), clean(noReply.reason()), noReply.latency());
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

  /** By how much this machine's clock is ahead of the reply's Date; null when it has none. */
  @Nullable Duration clockAhead(Answer answer) {
    Instant now = clock.instant();
    return RetryAfter.date(answer.headers(), now)
        .map(theirs -> Duration.between(theirs, now))
        .orElse(null);
  }

  private String skew(Answer answer) {
    Duration ahead = clockAhead(answer);
    if (ahead == null || ahead.abs().compareTo(TOLERATED_SKEW) <= 0) {
      return " " + credentials.whatToCheck();
    }
    return " This machine's clock is %d minutes %s PAVE's: correct the clock first. PAVE refuses signatures with a wrong timestamp."
        .formatted(
            ahead.abs().plusSeconds(30).toMinutes(), ahead.isNegative() ? "behind" : "ahead of");
  }

  private String summary(Answer answer) {
    JsonBody body = JsonBody.of(answer);
    String message = body.text("message");
    if (!message.isBlank()) {
      return clean(answer.status() + ": " + message);
    }
    return clean(answer.status() + " with " + bodyProblem(answer, body));
  }

  private static String bodyProblem(Answer answer, JsonBody body) {
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
    String type = answer.headers().firstValue("Content-Type").orElse("a body without Content-Type");
    return type.contains("json") ? "broken JSON" : type + " instead of PAVE's JSON";
  }

  /** Masks credentials: a page from a proxy may repeat the request headers. */
  String clean(String text) {
    return AuditLine.of(mask.mask(text));
  }
}
