package dev.sessioncleanup.pave;

import dev.sessioncleanup.settings.InvalidSettingException;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** The configured accounts; all their requests share one HTTP client. */
public final class PaveAccounts {
  private final PaveProperties settings;
  private final InstantSource clock;
  private final Wire wire;

  /**
   * Nothing is sent and no account is checked yet.
   *
   * @param clock signs the requests and is compared with PAVE's
   */
  public PaveAccounts(PaveProperties settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.wire = new Wire(settings.connectTimeout(), settings.readTimeout());
  }

  /** The names of the configured accounts, sorted; complete or not. */
  public Set<String> names() {
    return Collections.unmodifiableSet(new TreeSet<>(settings.accounts().keySet()));
  }

  /**
   * PAVE as this account sees it.
   *
   * @throws InvalidSettingException when the account is not configured, or what it signs with is
   *     incomplete
   */
  public Pave forAccount(String name) {
    AccountProperties account = settings.accounts().get(name);
    if (account == null) {
      throw new InvalidSettingException(
          "No account named "
              + AuditLine.of(name)
              + " is configured"
              + (names().isEmpty() ? "" : ", only " + String.join(", ", names()))
              + ". Set pave.accounts."
              + AuditLine.of(name)
              + ".username, .api-key and .api-secret.");
    }
    Credentials credentials = account.credentials(name);
    return new HttpPave(
        settings.baseUrl(),
        wire,
        new RequestSigner(credentials, clock),
        new NoEvidence(name, credentials, clock));
  }
}
