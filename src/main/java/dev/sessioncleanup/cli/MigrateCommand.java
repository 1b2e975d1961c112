package dev.sessioncleanup.cli;

import dev.sessioncleanup.roles.DatabaseRoles;
import dev.sessioncleanup.schema.Schema;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Creates the schema, or brings it up to date; no other command creates one. */
@Command(
    name = "migrate",
    description = "Creates the schema, or brings it up to date, and exits.",
    footer = {"", "Examples:", "  session-cleanup migrate", "  session-cleanup migrate --roles"},
    mixinStandardHelpOptions = true)
final class MigrateCommand implements Callable<Integer> {
  private static final String ENABLED = "--spring.flyway.enabled=";

  @ParentCommand private MainCommand main = new MainCommand(List.of());
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--roles",
      description =
          "Afterwards grants the rights of db/roles.sql, and creates its roles if need be.")
  private boolean roles;

  @Override
  public Integer call() throws Exception {
    List<String> settings = new ArrayList<>(main.settings());
    settings.removeIf(setting -> setting.startsWith(ENABLED));
    settings.add(ENABLED + "true");
    try (Application application = Application.start(settings)) {
      DatabaseStartup.of(application).checkForWriting();
      Schema schema = application.schema();
      int applied = schema.migrate();
      PrintWriter out = spec.commandLine().getOut();
      out.println(
          applied == 0
              ? "The schema is up to date (version %s).".formatted(schema.version())
              : "Applied %d migrations; the schema has version %s."
                  .formatted(applied, schema.version()));
      if (roles) {
        new DatabaseRoles(application.get(DataSource.class)).grant().forEach(out::println);
        out.println("The rights of db/roles.sql are granted.");
      }
      out.flush();
      return 0;
    }
  }
}
