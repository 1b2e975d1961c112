package dev.sessioncleanup.settings;

/**
 * A setting or option that cannot be used. The message names the property, says what is wrong and
 * how to correct it, and never contains a secret; the command ends with exit code 2.
 *
 * <p>When it is thrown while Spring binds properties, it is wrapped: search the chain of causes.
 */
public final class InvalidSettingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidSettingException(String message) {
    super(message);
  }
}
