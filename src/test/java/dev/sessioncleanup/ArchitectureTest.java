package dev.sessioncleanup;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Keeps the packages as the design has them. */
class ArchitectureTest {
  private static final String ROOT = "dev.sessioncleanup";

  private static final JavaClasses MAIN = classesBeside(SessionCleanup.class);
  private static final JavaClasses TESTS = classesBeside(ArchitectureTest.class);

  /** They put the parts together and hand the database on; not one statement is theirs. */
  private static final Set<String> HAND_THE_DATABASE_ON =
      Set.of(
          "cli.Application",
          "cli.CleanupConfiguration",
          "cli.DatabaseDoor",
          "cli.Runner",
          "job.Sweeper",
          "job.Workshop");

  /**
   * The simulator sleeps because PAVE takes its time; these because real processes are hit at
   * moments of chance, and what they need stays away for a while. Nothing else may.
   */
  private static final Set<String> LET_TIME_PASS = Set.of("restart.Moment", "restart.World");

  @Test
  void importsPointDown() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("cli")
        .definedBy(in("cli"))
        .layer("job")
        .definedBy(in("job"))
        .layer("report")
        .definedBy(in("report"))
        .layer("deletion")
        .definedBy(in("deletion"))
        .layer("audit")
        .definedBy(in("audit"))
        .layer("pave")
        .definedBy(in("pave"))
        .layer("pacing")
        .definedBy(in("pacing"))
        .layer("tracking")
        .definedBy(in("tracking"))
        .layer("settings")
        .definedBy(in("settings"))
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("job")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("report")
        .mayOnlyBeAccessedByLayers("cli", "job")
        .whereLayer("deletion")
        .mayOnlyBeAccessedByLayers("cli", "job")
        .whereLayer("audit")
        .mayOnlyBeAccessedByLayers("cli", "job", "report", "deletion")
        .whereLayer("pave")
        .mayOnlyBeAccessedByLayers("cli", "job", "report", "deletion")
        .whereLayer("pacing")
        .mayOnlyBeAccessedByLayers("cli", "job", "report", "deletion")
        .whereLayer("settings")
        .mayNotAccessAnyLayer()
        .whereLayer("tracking")
        .mayOnlyAccessLayers("settings")
        .check(MAIN);
  }

  @Test
  void everyPackageHasItsPlaceInTheOrder() {
    assertThat(packagesOf(MAIN).map(JavaPackage::getRelativeName))
        .containsExactlyInAnyOrder(
            "sessioncleanup",
            "cli",
            "job",
            "report",
            "deletion",
            "audit",
            "pave",
            "pacing",
            "tracking",
            "settings");
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void springBatchIsImportedInJobAlone() {
    noClasses()
        .that(resideOutsideOfPackages(in("job")))
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.springframework.batch.."))
        .check(MAIN);
  }

  @Test
  void httpIsImportedInPaveAlone() {
    noClasses()
        .that(resideOutsideOfPackages(in("pave")))
        .should()
        .dependOnClassesThat(resideInAnyPackage("java.net.http.."))
        .check(MAIN);
  }

  @Test
  void jdbcIsImportedWhereStatementsAre() {
    noClasses()
        .that(resideOutsideOfPackages(in("audit"), in("tracking"), in("pacing"), in("report")))
        .and(DescribedPredicate.not(named("hand the database on", HAND_THE_DATABASE_ON)))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "java.sql..", "javax.sql..", "org.springframework.jdbc..", "org.postgresql.."))
        .check(MAIN);
  }

  @Test
  void wayOfOneSessionNeedsNoSpring() {
    noClasses()
        .that()
        .resideInAPackage(in("deletion"))
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.springframework.."))
        .check(MAIN);
  }

  /** Time is the database's or monotonic: a machine whose clock is moved decides the same. */
  @Test
  void noDecisionAsksTheMachinesClock() {
    noClasses()
        .that(
            resideInAnyPackage(
                in("audit"), in("deletion"), in("pacing"), in("tracking"), in("settings")))
        .or(
            named(
                "of the job that decide",
                Set.of("job.AccountSweep", "job.Planning", "job.Closing", "job.Workshop")))
        .should()
        .callMethodWhere(asksTheTime())
        .check(MAIN);
  }

  @Test
  void namesSayWhatAThingDoes() {
    String empty = ".*(Manager|Helper|Utils?|Impl|Service)(\\$.*)?";
    noClasses().should().haveNameMatching(empty).check(MAIN);
    noClasses().should().haveNameMatching(empty).check(TESTS);
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
  void standardOutputBelongsToTheCommandLine() {
    noClasses()
        .that(resideOutsideOfPackages(in("cli")))
        .should(ACCESS_STANDARD_STREAMS)
        .check(MAIN);
  }

  @Test
  void noTestSleeps() {
    noClasses()
        .that(resideOutsideOfPackages(in("simulator")))
        .and(DescribedPredicate.not(named("let time pass", LET_TIME_PASS)))
        .should()
        .callMethodWhere(sleep())
        .check(TESTS);
  }

  private static JavaClasses classesBeside(Class<?> type) {
    return new ClassFileImporter()
        .importUrl(type.getProtectionDomain().getCodeSource().getLocation());
  }

  private static String in(String name) {
    return ROOT + "." + name + "..";
  }

  private static Stream<JavaPackage> packagesOf(JavaClasses classes) {
    return classes.stream().map(JavaClass::getPackage).collect(Collectors.toSet()).stream();
  }

  private static DescribedPredicate<JavaClass> named(String what, Set<String> names) {
    return DescribedPredicate.describe(
        what,
        type ->
            names.stream()
                .map(name -> ROOT + "." + name)
                .anyMatch(
                    name -> type.getName().equals(name) || type.getName().startsWith(name + "$")));
  }

  private static DescribedPredicate<JavaMethodCall> asksTheTime() {
    return DescribedPredicate.describe(
        "asks the machine's clock",
        call ->
            Set.of("now", "currentTimeMillis", "instant", "millis").contains(call.getName())
                && call.getTargetOwner().getPackageName().matches("java\\.(time|lang)")
                && call.getTarget().getRawParameterTypes().size() <= 1);
  }

  private static DescribedPredicate<JavaMethodCall> sleep() {
    return DescribedPredicate.describe(
        "sleeps",
        call ->
            call.getName().equals("sleep")
                && (call.getTargetOwner().isEquivalentTo(Thread.class)
                    || call.getTargetOwner().isEquivalentTo(TimeUnit.class)));
  }
}
