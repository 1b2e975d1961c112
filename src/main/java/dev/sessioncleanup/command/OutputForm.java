package dev.sessioncleanup.command;

import java.util.Locale;

/** The form of a command's output. */
public enum OutputForm {
  TEXT,
  JSON;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
