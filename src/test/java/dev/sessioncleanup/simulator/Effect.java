package dev.sessioncleanup.simulator;

/** The effect of a request on the session, whatever the reply was. */
public enum Effect {
  REMOVED,
  NONE
}
