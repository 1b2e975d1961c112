package dev.sessioncleanup.pave;

/**
 * PAVE's sessions API, seen with the credentials of one account. Every call is one request on the
 * wire, signed when it is made and never retried; it blocks until the reply is read or the read
 * timeout is over. Remote faults are replies, not exceptions. Safe for use by many threads.
 *
 * <p>Both methods throw {@link IllegalArgumentException} for a key that {@link SessionKey#problem}
 * objects to, before anything is sent. An interrupt ends the wait, stays set, and gives {@link
 * Reply.NoReply}.
 */
public interface Pave {

  /** {@code DELETE /sessions/{key}}. */
  Reply.OfDelete delete(String sessionKey);

  /** {@code GET /sessions/{key}}. */
  Reply.OfLookup lookUp(String sessionKey);

  /**
   * Gets ready without a word to PAVE, so that the first call leaves in its slot and not a second
   * of class loading later.
   */
  default void warmUp() {}
}
