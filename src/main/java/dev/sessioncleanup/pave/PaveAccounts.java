package dev.sessioncleanup.pave;

import dev.sessioncleanup.settings.InvalidSettingException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The configured accounts; all their requests share one HTTP client. */
public final class PaveAccounts {
  /** What to say when {@link #names} is empty. */
  public static final String NONE_CONFIGURED =
      "no PAVE account is configured. Set pave.accounts.default.username, .api-key and .api-secret.";

  private final PaveProperties settings;
  private final InstantSource clock;
  private final HttpTransport transport;

  /**
   * Sends nothing and checks no account.
   *
   * @param clock for the timestamps of signatures; compared with the Date header of PAVE's replies
   */
  public PaveAccounts(PaveProperties settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.transport = new HttpTransport(settings.connectTimeout(), settings.readTimeout());
  }

  /** The names of the configured accounts, sorted; also of incomplete ones. */
  public Set<String> names() {
    return Collections.unmodifiableSet(new TreeSet<>(settings.accounts().keySet()));
  }

  /** Why each of these accounts cannot be used; an account that can be used is not in the map. */
  public Map<String, String> problems(Collection<String> names) {
    Map<String, String> problems = new TreeMap<>();
    for (String name : names) {
      try {
        forAccount(name);
      } catch (InvalidSettingException incomplete) {
        problems.put(name, String.valueOf(incomplete.getMessage()));
      }
    }
    return problems;
  }

  /**
   * PAVE with the credentials of this account.
   *
   * @throws InvalidSettingException when the account is not configured or its credentials are
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
        transport,
        new RequestSigner(credentials, clock),
        new NoEvidence(name, credentials, clock));
  }
}
