package dev.sessioncleanup.cli;

import dev.sessioncleanup.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Creates the schema, or brings it up to date; no other command creates one. */
@Command(
    name = "migrate",
    description = "Creates the schema, or brings it up to date, and exits.",
    footer = {"", "Example:", "  session-cleanup migrate"},
    mixinStandardHelpOptions = true)
final class MigrateCommand implements Callable<Integer> {
  private static final String ENABLED = "--spring.flyway.enabled=";

  @ParentCommand private MainCommand main = new MainCommand(List.of());
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    List<String> settings = new ArrayList<>(main.settings());
    settings.removeIf(setting -> setting.startsWith(ENABLED));
    settings.add(ENABLED + "true");
    try (Application application = Application.start(settings)) {
      DatabaseStartup.of(application).checkForWriting();
      Schema schema = application.schema();
      int applied = schema.migrate();
      spec.commandLine()
          .getOut()
          .println(
              applied == 0
                  ? "The schema is up to date (version %s).".formatted(schema.version())
                  : "Applied %d migrations; the schema has version %s."
                      .formatted(applied, schema.version()));
      return 0;
    }
  }
}
