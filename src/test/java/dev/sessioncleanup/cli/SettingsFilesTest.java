package dev.sessioncleanup.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings that cannot be read: one line, exit code 2, before any database is needed. */
class SettingsFilesTest {
  @TempDir private Path directory = Path.of("");

  @ParameterizedTest
  @CsvSource({
    "spring.config.import, configtree:/nowhere/",
    "spring.config.import, configtree:/nowhere/*/",
    "spring.config.import, file:/nowhere/more.yml",
    "spring.config.location, file:/nowhere/",
    "spring.config.location, /nowhere/application.yml",
    "spring.config.additional-location, /nowhere/"
  })
  void missingFilesAreNamedWithTheirProperty(String property, String location) {
    Shell.run("sweep", "--" + property + "=" + location)
        .exitedWith(2)
        .complainsOnce(property + " names settings that are not there", location, "optional:");
  }

  @ParameterizedTest
  @CsvSource({
    "spring.config.location, /etc/hostname",
    "spring.config.import, vault:secret",
    "spring.config.additional-location, /etc"
  })
  void locationThatIsNoSettingsFileSaysWhatItMustBe(String property, String location) {
    Shell.run("sweep", "--" + property + "=" + location)
        .exitedWith(2)
        .complainsOnce(location, "must end in .yml, .yaml or .properties", "Correct " + property);
  }

  @Test
  void brokenYamlNamesThePlaceAndNotTheLine() throws IOException {
    Path file = directory.resolve("mine.yml");
    Files.writeString(file, "pave:\n  api-secret: hush\n api-key: hush\n");

    Shell.run("sweep", "--spring.config.additional-location=" + file)
        .exitedWith(2)
        .complainsOnce("not valid YAML", "line 3, column 2", "spring.config.additional-location");
  }

  /** Root may read every file, but nobody reads this one. */
  @Test
  void unreadableSecretNamesItsProperty() throws IOException {
    Files.createSymbolicLink(
        directory.resolve("spring.datasource.password"), Path.of("/proc/self/mem"));

    Shell.run(
            "sweep",
            "--spring.config.import=configtree:" + directory + "/",
            "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/tracking",
            "--pave.accounts.default.username=u",
            "--pave.accounts.default.api-key=k",
            "--pave.accounts.default.api-secret=s")
        .exitedWith(2)
        .complainsOnce("spring.datasource.password: ", "cannot be read");
  }

  @Test
  void referenceToNothingIsNamed() {
    Shell.run("sweep", "--spring.datasource.url=${TRACKING_URL}")
        .exitedWith(2)
        .complainsOnce("${TRACKING_URL}", "environment variable");
  }
}
