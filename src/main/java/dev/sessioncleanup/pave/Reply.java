package dev.sessioncleanup.pave;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came back from PAVE, or that nothing did. Source: PAVE's pages DELETE Session, GET Session
 * Data and Authentication, as collected in the design notes.
 */
public sealed interface Reply {

  /** The HTTP status, or 0 when no reply came. */
  int status();

  /** One line for the audit: at most 300 characters, no control characters, no secrets. */
  String detail();

  /** From just before the request was handed to the HTTP client until the reply was read. */
  Duration latency();

  /** An answer to a DELETE. */
  sealed interface OfDelete extends Reply {}

  /** An answer to a GET. */
  sealed interface OfLookup extends Reply {}

  /** Says nothing about the session. */
  sealed interface NoOutcome extends OfDelete, OfLookup {

    /** Whether a DELETE that got this may nevertheless have removed the session. */
    boolean leavesDoubt();
  }

  /** It was IDLE and this very DELETE removed it. */
  record Removed(int status, String detail, Duration latency) implements OfDelete {
    public Removed {
      detail = checked(status, detail, latency);
    }
  }

  /** It is no longer IDLE, and never will be again. */
  record Started(int status, String detail, Duration latency) implements OfDelete {
    public Started {
      detail = checked(status, detail, latency);
    }
  }

  /** PAVE knows no such session for this account. */
  record Missing(int status, String detail, Duration latency) implements OfDelete, OfLookup {
    public Missing {
      detail = checked(status, detail, latency);
    }
  }

  /** PAVE has the session, in this status; a word that is not in PAVE's list is possible. */
  record Found(int status, String sessionStatus, String detail, Duration latency)
      implements OfLookup {
    public Found {
      detail = checked(status, detail, latency);
      if (sessionStatus.isBlank()) {
        throw new IllegalArgumentException("a session that was found has a status");
      }
    }
  }

  /** 401 or 403: the account's credentials are refused, and every further call would be too. */
  record Refused(int status, String detail, Duration latency) implements NoOutcome {
    public Refused {
      detail = checked(status, detail, latency);
    }

    @Override
    public boolean leavesDoubt() {
      return false;
    }
  }

  /**
   * 429, or 503 with Retry-After.
   *
   * @param retryAfter how long PAVE asks to wait, 0 s to 1 h; null when it did not say
   */
  record Throttled(int status, @Nullable Duration retryAfter, String detail, Duration latency)
      implements NoOutcome {
    public Throttled {
      detail = checked(status, detail, latency);
      if (retryAfter != null && retryAfter.isNegative()) {
        throw new IllegalArgumentException("nobody can wait " + retryAfter);
      }
    }

    @Override
    public boolean leavesDoubt() {
      return status != 429;
    }
  }

  /** Any other reply: another status, or a known one without PAVE's words about this key. */
  record Unrecognised(int status, String detail, Duration latency) implements NoOutcome {
    public Unrecognised {
      detail = checked(status, detail, latency);
    }

    @Override
    public boolean leavesDoubt() {
      return true;
    }
  }

  /**
   * No status line came.
   *
   * @param nothingSent true when it is certain that no byte of the request left this machine: name
   *     not resolved, connection or TLS refused, connect timeout. False for everything else.
   */
  record NoReply(boolean nothingSent, String detail, Duration latency) implements NoOutcome {
    public NoReply {
      detail = checked(100, detail, latency);
    }

    @Override
    public int status() {
      return 0;
    }

    @Override
    public boolean leavesDoubt() {
      return !nothingSent;
    }
  }

  private static String checked(int status, String detail, Duration latency) {
    if (status < 100 || status > 999) {
      throw new IllegalArgumentException("not an HTTP status: " + status);
    }
    if (latency.isNegative()) {
      throw new IllegalArgumentException("negative latency: " + latency);
    }
    return AuditLine.of(detail);
  }
}
