package dev.sessioncleanup;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static dev.sessioncleanup.ImportedClasses.MAIN;
import static dev.sessioncleanup.ImportedClasses.ROOT;
import static dev.sessioncleanup.ImportedClasses.TESTS;
import static dev.sessioncleanup.ImportedClasses.in;
import static dev.sessioncleanup.ImportedClasses.named;
import static dev.sessioncleanup.ImportedClasses.packagesOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Checks the dependencies between packages and on libraries. */
class ArchitectureTest {

  /** The packages that each package may use besides itself. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("settings", Set.of()),
          Map.entry("jdbc", Set.of()),
          Map.entry("concurrent", Set.of()),
          Map.entry("database", Set.of()),
          Map.entry("schema", Set.of("database")),
          Map.entry("tracking", Set.of()),
          Map.entry("ledger", Set.of("jdbc")),
          Map.entry("console", Set.of()),
          Map.entry("text", Set.of()),
          Map.entry("seal", Set.of("command", "settings", "text", "jdbc")),
          Map.entry("format", Set.of("text")),
          Map.entry("report", Set.of("format", "settings", "text", "jdbc")),
          Map.entry(
              "reportcommand",
              Set.of("command", "report", "format", "settings", "text", "console")),
          Map.entry(
              "operator",
              Set.of("report", "format", "seal", "concurrent", "settings", "text", "jdbc")),
          Map.entry("command", Set.of("report", "pave", "settings", "text", "console")),
          Map.entry(
              "hold", Set.of("command", "report", "format", "settings", "text", "console", "jdbc")),
          Map.entry("sessionfile", Set.of("pave", "settings", "text")),
          Map.entry("importing", Set.of("sessionfile", "command", "settings", "text", "jdbc")),
          Map.entry("reopen", Set.of("command", "settings", "text", "jdbc")),
          Map.entry("purge", Set.of("command", "settings", "text", "jdbc")),
          Map.entry("ending", Set.of("settings", "text")),
          Map.entry("roles", Set.of("settings")),
          Map.entry("chart", Set.of()),
          Map.entry("section", Set.of("chart", "settings", "text", "jdbc")),
          Map.entry(
              "page",
              Set.of(
                  "command",
                  "section",
                  "chart",
                  "sweep",
                  "runs",
                  "console",
                  "settings",
                  "text",
                  "jdbc")),
          Map.entry(
              "pack",
              Set.of(
                  "page",
                  "section",
                  "seal",
                  "report",
                  "format",
                  "command",
                  "console",
                  "settings",
                  "text",
                  "jdbc")),
          Map.entry("pacing", Set.of("settings")),
          Map.entry("pave", Set.of("settings")),
          Map.entry("resilience", Set.of("settings")),
          Map.entry(
              "runs",
              Set.of("ledger", "pacing", "concurrent", "database", "settings", "text", "jdbc")),
          Map.entry("availability", Set.of("runs", "ledger", "pave", "resilience", "concurrent")),
          Map.entry(
              "dispatch",
              Set.of(
                  "availability",
                  "runs",
                  "ledger",
                  "pacing",
                  "pave",
                  "resilience",
                  "concurrent",
                  "settings")),
          Map.entry(
              "engine",
              Set.of(
                  "dispatch",
                  "availability",
                  "runs",
                  "ledger",
                  "pacing",
                  "pave",
                  "resilience",
                  "tracking",
                  "concurrent",
                  "settings",
                  "text")),
          Map.entry(
              "claiming",
              Set.of(
                  "engine",
                  "availability",
                  "runs",
                  "ledger",
                  "pacing",
                  "concurrent",
                  "settings",
                  "text")),
          Map.entry(
              "sweep",
              Set.of(
                  "seal",
                  "claiming",
                  "engine",
                  "runs",
                  "ledger",
                  "pacing",
                  "pave",
                  "tracking",
                  "database",
                  "concurrent",
                  "settings",
                  "text")),
          Map.entry("progress", Set.of("sweep", "runs", "ledger", "pacing", "settings", "text")),
          Map.entry("summary", Set.of("sweep", "runs", "ledger", "settings", "text")),
          Map.entry(
              "metrics",
              Set.of("summary", "sweep", "engine", "runs", "ledger", "pacing", "settings", "jdbc")),
          Map.entry("plan", Set.of("sweep", "runs", "ledger", "settings", "text", "jdbc")),
          Map.entry(
              "job",
              Set.of(
                  "sweep",
                  "runs",
                  "ledger",
                  "pacing",
                  "pave",
                  "tracking",
                  "database",
                  "concurrent",
                  "settings")),
          Map.entry(
              "explain",
              Set.of(
                  "command",
                  "console",
                  "summary",
                  "sweep",
                  "runs",
                  "ledger",
                  "pave",
                  "settings",
                  "text",
                  "jdbc")),
          Map.entry(
              "check",
              Set.of(
                  "command",
                  "explain",
                  "tracking",
                  "database",
                  "schema",
                  "pave",
                  "settings",
                  "text",
                  "summary")),
          Map.entry(
              "cli",
              Set.of(
                  "operator",
                  "concurrent",
                  "check",
                  "explain",
                  "job",
                  "metrics",
                  "plan",
                  "progress",
                  "summary",
                  "sweep",
                  "hold",
                  "importing",
                  "reopen",
                  "purge",
                  "ending",
                  "roles",
                  "seal",
                  "page",
                  "pack",
                  "command",
                  "report",
                  "format",
                  "reportcommand",
                  "console",
                  "text",
                  "runs",
                  "ledger",
                  "pacing",
                  "pave",
                  "tracking",
                  "database",
                  "schema",
                  "settings")));

  /** They assemble the components and pass the database on; they contain no statements. */
  private static final Set<String> HAND_THE_DATABASE_ON =
      Set.of(
          "command.CommandDatabase",
          "reportcommand.ReportCommand",
          "sessionfile.LineHandler",
          "sessionfile.SessionFile",
          "sessionfile.CsvLines",
          "sessionfile.JsonLines",
          "cli.Application",
          "cli.BackfillCommand",
          "cli.BackfillPlan",
          "cli.Results",
          "cli.CleanupConfiguration",
          "cli.DatabaseStartup",
          "cli.MigrateCommand",
          "cli.RunsCommand",
          "cli.ProgramDatabase",
          "cli.ProgramUnderCheck",
          "cli.Runner",
          "sweep.JdbcComponents",
          "job.Sweeper");

  @Test
  void packagesDependOnlyOnLowerPackages() {
    MAY_USE.forEach(
        (name, allowed) ->
            noClasses()
                .that()
                .resideInAPackage(in(name))
                .should()
                .dependOnClassesThat(
                    resideInAnyPackage(
                        MAY_USE.keySet().stream()
                            .filter(each -> !each.equals(name) && !allowed.contains(each))
                            .map(ImportedClasses::in)
                            .toArray(String[]::new)))
                .check(MAIN));
  }

  @Test
  void everyPackageIsListed() {
    assertThat(packagesOf(MAIN).map(JavaPackage::getRelativeName))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(Stream.of("sessioncleanup"), MAY_USE.keySet().stream()).toList());
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void classesAreFreeOfCycles() {
    slices().assignedFrom(topLevelClasses()).should().beFreeOfCycles().check(MAIN);
  }

  private static SliceAssignment topLevelClasses() {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass type) {
        return type.getPackageName().startsWith(ROOT)
            ? SliceIdentifier.of(type.getBaseComponentType().getName().replaceFirst("\\$.*", ""))
            : SliceIdentifier.ignore();
      }

      @Override
      public String getDescription() {
        return "top-level classes";
      }
    };
  }

  @Test
  void onlyJobImportsSpringBatch() {
    noClasses()
        .that(resideOutsideOfPackages(in("job")))
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.springframework.batch.."))
        .check(MAIN);
  }

  @Test
  void onlyPaveEndingAndMetricsImportHttp() {
    noClasses()
        .that(resideOutsideOfPackages(in("pave"), in("ending"), in("metrics")))
        .should()
        .dependOnClassesThat(resideInAnyPackage("java.net.http.."))
        .check(MAIN);
  }

  @Test
  void onlyPackagesWithStatementsImportJdbc() {
    noClasses()
        .that(
            resideOutsideOfPackages(
                in("ledger"),
                in("plan"),
                in("runs"),
                in("tracking"),
                in("pacing"),
                in("report"),
                in("operator"),
                in("jdbc"),
                in("hold"),
                in("importing"),
                in("explain"),
                in("section"),
                in("page"),
                in("check"),
                in("reopen"),
                in("purge"),
                in("roles"),
                in("pack"),
                in("seal"),
                in("metrics"),
                in("database"),
                in("schema")))
        .and(not(named(HAND_THE_DATABASE_ON)))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "java.sql..", "javax.sql..", "org.springframework.jdbc..", "org.postgresql.."))
        .check(MAIN);
  }

  @Test
  void processingASessionUsesNoSpring() {
    noClasses()
        .that(resideInAnyPackage(in("engine"), in("dispatch"), in("resilience"), in("concurrent")))
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.springframework.."))
        .check(MAIN);
  }

  /**
   * They take events and the time, and return a decision. TimeUnit is allowed: it only computes.
   */
  @Test
  void decisionsUseNoThreadsAndNoClock() {
    noClasses()
        .that()
        .resideInAPackage(in("resilience"))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.util.concurrent..", "org.springframework..", "java.sql..")
                .and(not(JavaClass.Predicates.equivalentTo(TimeUnit.class)))
                .or(resideInAnyPackage("java.time").and(simpleNameEndsWith("Clock")))
                .or(resideInAnyPackage("java.time").and(simpleNameEndsWith("InstantSource")))
                .or(JavaClass.Predicates.assignableTo(Thread.class))
                .or(resideInAnyPackage(in("concurrent"))))
        .orShould()
        .callMethodWhere(looksAtTheClock())
        .check(MAIN);
  }

  private static DescribedPredicate<JavaClass> simpleNameEndsWith(String end) {
    return DescribedPredicate.describe("is a " + end, type -> type.getSimpleName().endsWith(end));
  }

  /** The simulation replaces all time and all threads by a seeded scheduler. */
  @Test
  void onlyTheSchedulerSleepsAndStartsThreads() {
    noClasses()
        .that(
            resideInAnyPackage(
                in("engine"),
                in("dispatch"),
                in("runs"),
                in("ledger"),
                in("pacing"),
                in("tracking"),
                in("resilience"),
                in("concurrent")))
        .and(not(named(Set.of("concurrent.SystemScheduler"))))
        .should()
        .callMethodWhere(sleeps())
        .orShould()
        .callMethodWhere(waitsForAThread())
        .orShould()
        .callMethodWhere(startsAThread())
        .orShould()
        .callMethodWhere(looksAtTheClock())
        .check(MAIN);
  }

  /**
   * Time comes from the database or the monotonic clock, so a changed system clock has no effect.
   */
  @Test
  void noDecisionReadsTheSystemClock() {
    noClasses()
        .that(resideOutsideOfPackages(in("cli"), in("pave"), in("report")))
        .and(
            not(
                named(
                    Set.of("job.BatchExecution")))) // writes Spring Batch's timestamps, for display
        // only
        .should()
        .callMethodWhere(asksTheTimeOfDay())
        .check(MAIN);
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<String> inMain = packagesOf(MAIN).map(JavaPackage::getName).collect(Collectors.toSet());
    Stream<JavaPackage> ofTestsAlone =
        packagesOf(TESTS).filter(each -> !inMain.contains(each.getName()));
    assertThat(Stream.concat(packagesOf(MAIN), ofTestsAlone))
        .allSatisfy(
            each -> assertThat(each.isAnnotatedWith(NullMarked.class)).as(each.getName()).isTrue());
  }

  @Test
  void onlyTheCommandLineWritesToStandardOutput() {
    noClasses()
        .that(resideOutsideOfPackages(in("cli"), in("console"), in("progress")))
        .should(ACCESS_STANDARD_STREAMS)
        .check(MAIN);
  }

  static DescribedPredicate<JavaMethodCall> startsAThread() {
    return DescribedPredicate.describe(
        "starts a thread",
        call ->
            (call.getTargetOwner().isAssignableTo(Thread.class)
                    && call.getName().startsWith("start"))
                || (call.getTargetOwner().isAssignableTo(Thread.Builder.class)
                    && call.getName().equals("start")));
  }

  static DescribedPredicate<JavaMethodCall> sleeps() {
    return DescribedPredicate.describe(
        "sleeps",
        call ->
            (call.getTargetOwner().isEquivalentTo(LockSupport.class)
                    && call.getName().startsWith("park"))
                || (call.getName().equals("sleep")
                    && (call.getTargetOwner().isAssignableTo(Thread.class)
                        || call.getTargetOwner().isEquivalentTo(TimeUnit.class))));
  }

  private static DescribedPredicate<JavaMethodCall> waitsForAThread() {
    return DescribedPredicate.describe(
        "joins or wakes a thread itself, or asks for a pool",
        call ->
            call.getTargetOwner().isEquivalentTo(LockSupport.class)
                || call.getTargetOwner().isEquivalentTo(Executors.class)
                || (call.getTargetOwner().isAssignableTo(Thread.class)
                    && call.getName().equals("join")));
  }

  private static DescribedPredicate<JavaMethodCall> looksAtTheClock() {
    return DescribedPredicate.describe(
        "looks at the clock",
        call ->
            call.getTargetOwner().isEquivalentTo(System.class)
                && Set.of("nanoTime", "currentTimeMillis").contains(call.getName()));
  }

  private static DescribedPredicate<JavaMethodCall> asksTheTimeOfDay() {
    return DescribedPredicate.describe(
        "asks the machine's clock",
        call ->
            Set.of("now", "currentTimeMillis", "instant", "millis").contains(call.getName())
                && call.getTargetOwner().getPackageName().matches("java\\.(time|lang)")
                && call.getTarget().getRawParameterTypes().size() <= 1);
  }
}
