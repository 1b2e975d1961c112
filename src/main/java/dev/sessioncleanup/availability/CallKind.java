package dev.sessioncleanup.availability;

/** A call to PAVE. */
public enum CallKind {
  /** The deletion of a session. */
  DELETE,
  /** GET of a session: before a DELETE, or because the reply to a DELETE was unclear. */
  LOOK_UP,
  /** GET that concerns no session: is PAVE available, and does it accept the credentials? */
  PROBE
}
