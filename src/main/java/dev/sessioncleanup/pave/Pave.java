package dev.sessioncleanup.pave;

/**
 * PAVE's sessions API with the credentials of one account. Every call sends one HTTP request, which
 * is signed at the time of the call and never retried. It blocks until the reply is read or the
 * read timeout is over. Remote faults are replies, not exceptions. Safe for use by many threads.
 *
 * <p>{@code delete} and {@code lookUp} throw {@link IllegalArgumentException} for a key that {@link
 * SessionKey#problem} rejects, before anything is sent. After an interrupt the call returns {@link
 * Reply.NoReply} and the interrupt flag stays set.
 */
public interface Pave {

  /** {@code DELETE /sessions/{key}}. */
  Reply.OfDelete delete(String sessionKey);

  /** {@code GET /sessions/{key}}. */
  Reply.OfLookup lookUp(String sessionKey);

  /**
   * {@code GET /callbacks}: signed, concerns no session, changes nothing. Source: PAVE's page GET
   * All Callbacks.
   */
  Reply.OfProbe probe();

  /**
   * Loads classes without sending anything to PAVE, so that the first call is sent within its slot.
   * Class loading takes up to a second.
   */
  default void warmUp() {}
}
