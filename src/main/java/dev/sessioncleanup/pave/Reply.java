package dev.sessioncleanup.pave;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reply from PAVE, or that there was none. Source: PAVE's pages DELETE Session, GET Session Data
 * and Authentication, as collected in the design notes.
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

  /** An answer to a probe. */
  sealed interface OfProbe extends Reply {}

  /** Says nothing about the session. */
  sealed interface NoOutcome extends OfDelete, OfLookup, OfProbe {

    /** Whether a DELETE that got this may nevertheless have removed the session. */
    boolean leavesDoubt();
  }

  /** The session was IDLE and this DELETE removed it. */
  record Removed(int status, String detail, Duration latency) implements OfDelete {
    public Removed {
      detail = AuditLine.checked(status, detail, latency);
    }
  }

  /** The session is no longer IDLE, and never will be again. */
  record Started(int status, String detail, Duration latency) implements OfDelete {
    public Started {
      detail = AuditLine.checked(status, detail, latency);
    }
  }

  /** PAVE knows no such session for this account. */
  record Missing(int status, String detail, Duration latency) implements OfDelete, OfLookup {
    public Missing {
      detail = AuditLine.checked(status, detail, latency);
    }
  }

  /** PAVE has the session, in this status. The status may be one that PAVE does not document. */
  record Found(int status, String sessionStatus, String detail, Duration latency)
      implements OfLookup {
    public Found {
      detail = AuditLine.checked(status, detail, latency);
      if (sessionStatus.isBlank()) {
        throw new IllegalArgumentException("the status of a session must not be blank");
      }
    }
  }

  /**
   * PAVE accepts the credentials; the events are those of the API key's webhooks. {@code
   * clockAhead} is by how much this machine's clock is ahead of the reply's Date, if it has one.
   */
  record Webhooks(
      int status,
      List<String> events,
      @Nullable Duration clockAhead,
      String detail,
      Duration latency)
      implements OfProbe {
    public Webhooks {
      events = List.copyOf(events);
      detail = AuditLine.checked(status, detail, latency);
    }
  }

  /** 401 or 403: PAVE refuses the credentials, or this one session. A probe shows which. */
  record Refused(int status, String detail, Duration latency) implements NoOutcome {
    public Refused {
      detail = AuditLine.checked(status, detail, latency);
    }

    @Override
    public boolean leavesDoubt() {
      return false;
    }
  }

  /** 429, or 503 with Retry-After, which is 0 s to 1 h; null when PAVE did not say. */
  record Throttled(int status, @Nullable Duration retryAfter, String detail, Duration latency)
      implements NoOutcome {
    public Throttled {
      detail = AuditLine.checked(status, detail, latency);
      if (retryAfter != null && retryAfter.isNegative()) {
        throw new IllegalArgumentException("negative Retry-After: " + retryAfter);
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
      detail = AuditLine.checked(status, detail, latency);
    }

    /** A 4xx other than 408: it may have a meaning that PAVE does not document. */
    public boolean isUndocumentedClientError() {
      return status >= 400 && status < 500 && status != 408;
    }

    @Override
    public boolean leavesDoubt() {
      return true;
    }
  }

  /** No status line was received. {@code nothingSent}: no byte of the request left the machine. */
  record NoReply(boolean nothingSent, String detail, Duration latency) implements NoOutcome {
    public NoReply {
      detail = AuditLine.checked(100, detail, latency);
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
}
