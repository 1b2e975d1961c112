package dev.sessioncleanup.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.format.ReportColumn;
import dev.sessioncleanup.format.ReportFormat;
import dev.sessioncleanup.format.ReportTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The actual output is in target/report; after review it may replace the golden file. */
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

  @ParameterizedTest
  @CsvSource({
    "runs, TABLE", "runs, CSV", "runs, JSON",
    "daily, TABLE", "daily, CSV", "daily, JSON",
    "failures, TABLE", "failures, CSV", "failures, JSON",
    "holds, TABLE", "holds, CSV", "holds, JSON",
  })
  void reportMatchesTheGoldenFile(String name, ReportFormat format) throws IOException {
    StringBuilder out = new StringBuilder();
    audit.reports().write(name, Map.of(), format, out);

    assertGolden(name, format, out.toString());
  }

  @ParameterizedTest
  @CsvSource({"TABLE", "CSV", "JSON"})
  void sessionsOfARunMatchTheGoldenFile(ReportFormat format) throws IOException {
    StringBuilder out = new StringBuilder();
    audit.reports().write("sessions", Map.of("run", "1"), format, out);

    assertGolden("sessions", format, out.toString());
  }

  @ParameterizedTest
  @CsvSource({"TABLE", "CSV", "JSON"})
  void openClaimsMatchTheGoldenFileExceptForTheirAge(ReportFormat format) throws IOException {
    StringBuilder out = new StringBuilder();
    format.write(aged(audit.reports().run("open-claims", Map.of()), 61L), out);

    assertGolden("open-claims", format, out.toString());
  }

  private static ReportTable aged(ReportTable table, long seconds) {
    int age = table.columns().indexOf(new ReportColumn("age_seconds", true));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (List<@Nullable Object> row : table.rows()) {
      List<@Nullable Object> copy = new ArrayList<>(row);
      copy.set(age, seconds);
      rows.add(copy);
    }
    return new ReportTable(table.columns(), rows);
  }

  private static void assertGolden(String name, ReportFormat format, String written)
      throws IOException {
    String ending = format == ReportFormat.TABLE ? "txt" : format.name().toLowerCase(Locale.ROOT);
    String file = name + "." + ending;
    Path actual = Files.createDirectories(Path.of("target/report")).resolve(file);
    Files.writeString(actual, written);

    assertThat(Files.readString(SampleAudit.RESOURCES.resolve(file))).isEqualTo(written);
  }
}
