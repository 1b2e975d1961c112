package dev.sessioncleanup.explain;

import dev.sessioncleanup.command.OutputForm;
import dev.sessioncleanup.console.FailFastOutput;
import dev.sessioncleanup.pave.PaveAccounts;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.text.JsonText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows all that is known of one session, and what the next sweep does with it. */
@Command(
    name = "explain",
    description = "Shows all that is known of one session, and what the next sweep does with it.",
    footer = {
      "",
      "Examples:",
      "  session-cleanup explain XXX-ABCDE12345",
      "  session-cleanup explain XXX-ABCDE12345 XXX-ABCDE12346 --output json"
    },
    mixinStandardHelpOptions = true)
public final class ExplainCommand implements Callable<Integer> {
  private final Opener opener;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "KEY", arity = "1..*", description = "Session keys.")
  private List<String> keys = List.of();

  @Option(
      names = "--older-than",
      paramLabel = "AGE",
      description = "As for the sweep, like 7d (default: cleanup.older-than).")
  private @Nullable Duration olderThan;

  @Option(
      names = "--max-share",
      paramLabel = "SHARE",
      description = "As for the sweep, 0 to 1 (default: cleanup.guard.max-share).")
  private @Nullable Double maxShare;

  @Option(names = "--account", paramLabel = "NAME", description = "As for the sweep.")
  private @Nullable String account;

  @Option(
      names = "--output",
      paramLabel = "text|json",
      description = "json writes one object a line (default: ${DEFAULT-VALUE}).")
  private OutputForm output = OutputForm.TEXT;

  /** Opens the database for a command that only reads; returns the exit code. */
  @FunctionalInterface
  public interface Opener {
    int open(CommandSpec command, Work work) throws Exception;
  }

  /** What is done with the open database. */
  @FunctionalInterface
  public interface Work {
    void with(
        DataSource dataSource,
        CleanupProperties settings,
        PaveAccounts accounts,
        FailFastOutput out);
  }

  public ExplainCommand(Opener opener) {
    this.opener = opener;
  }

  @Override
  public Integer call() throws Exception {
    return opener.open(spec, this::explain);
  }

  private void explain(
      DataSource dataSource,
      CleanupProperties settings,
      PaveAccounts accounts,
      FailFastOutput out) {
    Duration stale = olderThan == null ? settings.olderThan() : olderThan;
    settings.refuseBelowMinAge(stale);
    double share = settings.guard().shareOr(maxShare);
    var request = new Forecast.Request(new NextSweep.Options(stale, share), account);
    JdbcClient jdbc = JdbcClient.create(dataSource);
    List<SessionHistory> all = keys.stream().map(key -> SessionHistory.read(jdbc, key)).toList();
    List<SessionHistory> known = all.stream().filter(history -> !history.isUnknown()).toList();
    boolean text = output == OutputForm.TEXT;
    for (int i = 0; i < known.size(); i++) {
      SessionHistory history = known.get(i);
      if (text && i > 0) {
        out.line("");
      }
      Forecast forecast = Forecast.of(history, request, dataSource, settings, accounts);
      String sentence = Sentence.of(forecast, stale);
      if (text) {
        ExplainText.lines(history, forecast, sentence).forEach(out::line);
      } else {
        out.line(json(history, forecast, sentence));
      }
    }
    SessionHistory.refuseUnknown(all);
  }

  private static String json(SessionHistory history, Forecast forecast, String sentence) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("session_key", history.key());
    object.put("tracked", history.tracked());
    object.put("hold", history.hold());
    object.put("audit", history.audit());
    object.put("reopened", history.reopenings());
    Map<String, @Nullable Object> next = new LinkedHashMap<>();
    next.put("action", forecast.step().action().text());
    next.put("step", forecast.step().text());
    next.put("sentence", sentence);
    object.put("next", next);
    return JsonText.SNAKE_CASE.writeValueAsString(object);
  }
}
