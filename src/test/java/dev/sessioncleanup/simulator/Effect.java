package dev.sessioncleanup.simulator;

/** What a request did to the session, whatever was answered. */
public enum Effect {
  REMOVED,
  NONE
}
