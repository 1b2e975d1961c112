package dev.sessioncleanup.settings;

/**
 * A setting or option that cannot be used. The message names the property, says what is wrong with
 * it and how to mend it, and never holds a secret; the command ends with exit code 2.
 *
 * <p>Thrown while Spring binds properties it arrives wrapped: look for it along the cause chain.
 */
public final class InvalidSettingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidSettingException(String message) {
    super(message);
  }
}
