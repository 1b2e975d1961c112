package dev.sessioncleanup;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The program's classes and those of its tests, as ArchUnit reads them. */
final class ImportedClasses {
  static final String ROOT = "dev.sessioncleanup";
  static final JavaClasses MAIN = beside(SessionCleanup.class);
  static final JavaClasses TESTS = beside(ArchitectureTest.class);

  private ImportedClasses() {}

  private static JavaClasses beside(Class<?> type) {
    return new ClassFileImporter()
        .importUrl(type.getProtectionDomain().getCodeSource().getLocation());
  }

  /** Top-level classes without package-info. */
  static Stream<JavaClass> topLevel(JavaClasses classes) {
    return classes.stream()
        .filter(type -> type.getEnclosingClass().isEmpty())
        .filter(type -> !type.getSimpleName().equals("package-info"));
  }

  static Stream<JavaPackage> packagesOf(JavaClasses classes) {
    return classes.stream().map(JavaClass::getPackage).collect(Collectors.toSet()).stream();
  }

  /** Classes of these names, written without the root package, and what is nested in them. */
  static DescribedPredicate<JavaClass> named(Set<String> names) {
    return DescribedPredicate.describe(
        "are " + names,
        type ->
            names.stream()
                .map(name -> ROOT + "." + name)
                .anyMatch(
                    name -> type.getName().equals(name) || type.getName().startsWith(name + "$")));
  }

  /** The package of this name below the root, as ArchUnit writes it. */
  static String in(String name) {
    return ROOT + "." + name + "..";
  }
}
