package dev.sessioncleanup;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.sessioncleanup.ImportedClasses.MAIN;
import static dev.sessioncleanup.ImportedClasses.TESTS;
import static dev.sessioncleanup.ImportedClasses.in;
import static dev.sessioncleanup.ImportedClasses.named;
import static dev.sessioncleanup.ImportedClasses.topLevel;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Limits on sizes and names. Exceptions are listed by name; an exception that is no longer needed
 * fails the test, so that the lists only get shorter.
 */
class HouseRulesTest {
  private static final int MOST_LINES = 150;
  private static final int MOST_PARAMETERS = 5;
  private static final int MOST_CLASSES = 16;

  private static final Set<String> LONG_FILES = Set.of();
  private static final Set<String> LONG_CONSTRUCTORS = Set.of();
  private static final Map<String, Long> LARGE_PACKAGES =
      Map.of("cli", 18L, "ledger", 18L, "pave", 20L);

  /**
   * The simulator and the proxy sleep to simulate latency, and {@code Stalls} to measure delays of
   * the machine. No other test class may sleep.
   */
  private static final Set<String> LET_TIME_PASS = Set.of("pacing.Stalls", "restart.CuttingProxy");

  @Test
  void filesAreShort() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      assertThat(
              files
                  .filter(file -> file.toString().endsWith(".java"))
                  .filter(file -> lines(file) > MOST_LINES)
                  .map(file -> file.getFileName().toString()))
          .as("files of more than %d lines", MOST_LINES)
          .containsExactlyInAnyOrderElementsOf(LONG_FILES);
    }
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void constructorsTakeFewParameters() {
    assertThat(
            constructors()
                .filter(each -> each.getRawParameterTypes().size() > MOST_PARAMETERS)
                .map(each -> each.getOwner().getName().replace(ImportedClasses.ROOT + ".", "")))
        .as("classes with a constructor of more than %d parameters", MOST_PARAMETERS)
        .containsExactlyInAnyOrderElementsOf(LONG_CONSTRUCTORS);
  }

  @Test
  void packagesHoldFewClasses() {
    Map<String, Long> large =
        topLevel(MAIN)
            .collect(
                Collectors.groupingBy(
                    type -> type.getPackage().getRelativeName(),
                    TreeMap::new,
                    Collectors.counting()));
    large.values().removeIf(count -> count <= MOST_CLASSES);

    assertThat(large)
        .as("packages of more than %d top-level classes", MOST_CLASSES)
        .isEqualTo(LARGE_PACKAGES);
  }

  @Test
  void constructorsStartNoThread() {
    assertThat(
            constructors()
                .flatMap(each -> each.getMethodCallsFromSelf().stream())
                .filter(call -> !call.isDeclaredInLambda())
                .filter(HouseRulesTest::startsAThread)
                .map(JavaMethodCall::getDescription))
        .as("threads that are started in a constructor")
        .isEmpty();
  }

  private static boolean startsAThread(JavaMethodCall call) {
    boolean scheduler =
        call.getTargetOwner().getName().endsWith("Scheduler") && call.getName().equals("start");
    return scheduler || ArchitectureTest.startsAThread().test(call);
  }

  /**
   * Without records, which are data, and enums, whose constructors are called only in their own
   * file.
   */
  private static Stream<JavaConstructor> constructors() {
    return MAIN.stream()
        .filter(type -> !type.isRecord() && !type.isEnum())
        .flatMap(type -> type.getConstructors().stream());
  }

  @Test
  void classNamesHaveNoEmptySuffix() {
    String empty = ".*(Manager|Helper|Utils?|Impl|Service)(\\$.*)?";
    noClasses().should().haveNameMatching(empty).check(MAIN);
    noClasses().should().haveNameMatching(empty).check(TESTS);
  }

  @Test
  void noTwoTestClassesShareAName() {
    Map<String, List<String>> packages =
        topLevel(TESTS)
            .collect(
                Collectors.groupingBy(
                    JavaClass::getSimpleName,
                    TreeMap::new,
                    Collectors.mapping(type -> type.getPackageName(), Collectors.toList())));
    packages.values().removeIf(each -> each.size() == 1);

    assertThat(packages).as("names that are used twice, and where").isEmpty();
  }

  @Test
  void testsHaveOneMainClass() {
    assertThat(TESTS.stream().filter(type -> type.tryGetMethod("main", String[].class).isPresent()))
        .as("mvn spring-boot:test-run starts the only main class")
        .extracting(JavaClass::getSimpleName)
        .containsExactly("Demo");
  }

  @Test
  void noTestSleeps() {
    noClasses()
        .that(resideOutsideOfPackages(in("simulator")))
        .and(not(named(LET_TIME_PASS)))
        .should()
        .callMethodWhere(ArchitectureTest.sleeps())
        .check(TESTS);
  }
}
