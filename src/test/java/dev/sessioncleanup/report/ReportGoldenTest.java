package dev.sessioncleanup.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.format.ReportFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every report in every format. {@code -Dreport.update} records anew; look at the difference before
 * you keep it.
 */
@DatabaseTest
class ReportGoldenTest {
  private static SampleAudit audit;

  @BeforeAll
  static void audit() throws Exception {
    audit = new SampleAudit();
  }

  @AfterAll
  static void close() throws Exception {
    audit.close();
  }

  static Stream<Arguments> all() {
    return Reports.descriptions().stream()
        .flatMap(
            report ->
                Stream.of(ReportFormat.values())
                    .map(format -> Arguments.of(report.name(), format)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void reportMatchesTheGoldenFile(String name, ReportFormat format) throws IOException {
    StringBuilder out = new StringBuilder();
    format.write(SampleAudit.steady(audit.reports(), name), out);

    Path golden = SampleAudit.RESOURCES.resolve(name + "." + ending(format));
    if (System.getProperty("report.update") != null) {
      Files.writeString(golden, out);
    }
    assertThat(golden).exists().content().isEqualTo(out.toString());
  }

  private static String ending(ReportFormat format) {
    return switch (format) {
      case TABLE -> "txt";
      case RECORD -> "record.txt";
      default -> format.name().toLowerCase(Locale.ROOT);
    };
  }
}
