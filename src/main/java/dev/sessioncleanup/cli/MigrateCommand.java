package dev.sessioncleanup.cli;

import dev.sessioncleanup.audit.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Brings the schema up to date and exits. */
@Command(
    name = "migrate",
    description = "Brings the database's schema up to date and exits.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class MigrateCommand implements Callable<Integer> {
  @ParentCommand private MainCommand main = new MainCommand(List.of());
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    List<String> settings = new ArrayList<>(main.settings());
    settings.add("--spring.flyway.enabled=true");
    try (Application application = Application.start(settings)) {
      DatabaseDoor.of(application).refusePooler();
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
