package dev.sessioncleanup.reopen;

import dev.sessioncleanup.command.ChangeOptions;
import dev.sessioncleanup.command.CommandDatabase;
import dev.sessioncleanup.command.SessionKeys;
import dev.sessioncleanup.reopen.Candidate.State;
import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.text.Quantity;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes settled sessions eligible again. */
@Command(
    name = "reopen",
    description = {
      "Makes settled sessions eligible again, for example because an API key was wrong.",
      "Shows what it will do and asks."
    },
    footer = {
      "",
      "Examples:",
      "  session-cleanup reopen XXX-ABCDE12345 --reason 'the API key was the one of TEST'",
      "  session-cleanup reopen - --reason 'status corrected' --yes < keys.txt",
      "  session-cleanup reopen --doubt --since 2026-11-26T02:00:00Z --reason backup"
    },
    mixinStandardHelpOptions = true)
public final class ReopenCommand implements Callable<Integer> {
  private final CommandDatabase database;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..*",
      paramLabel = "KEY",
      description = "Keys of sessions; - reads them from standard input, one a line.")
  private List<String> given = List.of();

  @Option(names = "--reason", required = true, paramLabel = "R", description = "Why; recorded.")
  private String reason = "";

  @Option(
      names = "--doubt",
      description = {
        "Commits of the audit were lost, by a restore or a failover: sessions that PAVE does not find",
        "are recorded as removed, inferred. Also reopens those recorded as missing since T."
      })
  private boolean doubt;

  @Option(
      names = "--since",
      paramLabel = "T",
      description = "With --doubt: from when commits were lost, like 2026-11-26T02:00:00Z.")
  private @Nullable Instant since;

  @Mixin private ChangeOptions options = new ChangeOptions();

  public ReopenCommand(CommandDatabase database) {
    this.database = database;
  }

  @Override
  public Integer call() throws Exception {
    if (reason.isBlank()) {
      throw new InvalidSettingException("--reason is empty. Say why; it is recorded.");
    }
    if (doubt != (since != null)) {
      throw new InvalidSettingException("--doubt and --since T belong together.");
    }
    if (doubt == !given.isEmpty()) {
      throw new InvalidSettingException(
          doubt
              ? "--doubt takes no session keys: it concerns all sessions of the time since T."
              : "no session key given. Name the keys, or - to read them from standard input.");
    }
    Instant from = since;
    if (from != null) {
      return database.write(spec, (source, out) -> doubt(new LostCommits(source), from, out));
    }
    List<String> keys = SessionKeys.read(given, System.in);
    return database.write(spec, (source, out) -> reopen(source, keys, out));
  }

  private int reopen(DataSource source, List<String> keys, PrintWriter out) {
    Reopenings reopenings = new Reopenings(source);
    List<Candidate> candidates = reopenings.candidates(keys);
    long refused = candidates.stream().filter(each -> each.obstacle() != null).count();
    if (refused > 0) {
      ReopenText.obstacles(candidates).forEach(out::println);
      out.flush();
      throw new InvalidSettingException(
          "%s cannot be reopened, see above. Nothing was changed. Leave them out."
              .formatted(Quantity.of(refused, "session")));
    }
    ReopenText.plan(candidates).forEach(out::println);
    List<String> settled =
        candidates.stream()
            .filter(each -> each.state() == State.SETTLED)
            .map(Candidate::sessionKey)
            .toList();
    String sessions = Quantity.of(settled.size(), "session");
    if (settled.isEmpty() || !options.agreed("reopen", "Reopen " + sessions + "?", out)) {
      return 0;
    }
    if (reopenings.reopen(settled, reason.strip(), options.requestedBy()) == 0) {
      throw new InvalidSettingException(
          "some of the sessions have changed meanwhile. Nothing was changed. Run it again.");
    }
    out.println("Reopened " + sessions + ".");
    return 0;
  }

  private int doubt(LostCommits commits, Instant from, PrintWriter out) {
    LostCommits.Extent extent = commits.extent(from);
    if (extent.future()) {
      throw new InvalidSettingException(
          "--since %s lies in the future. Give the time from which commits were lost."
              .formatted(from));
    }
    ReopenText.doubt(extent, from).forEach(out::println);
    if (options.agreed("reopen", "Put them in doubt?", out)) {
      int reopened = commits.doubt(from, reason.strip(), options.requestedBy());
      out.println("Recorded. %s eligible again.".formatted(Quantity.of(reopened, "session")));
    }
    return 0;
  }
}
