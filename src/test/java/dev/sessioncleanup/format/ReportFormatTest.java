package dev.sessioncleanup.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportFormatTest {
  private static final ReportColumn WORD = new ReportColumn("word", false);
  private static final ReportColumn COUNT = new ReportColumn("count", true);

  @Test
  void emptyReportKeepsItsHeader() {
    ReportTable empty = new ReportTable(List.of(WORD, COUNT), List.of());

    assertThat(write(ReportFormat.TABLE, empty)).isEqualTo("word  count\n----  -----\n0 rows\n");
    assertThat(write(ReportFormat.CSV, empty)).isEqualTo("word,count\r\n");
    assertThat(write(ReportFormat.JSON, empty)).isEqualTo("[]\n");
  }

  @Test
  void tableAlignsTextLeftAndNumbersRightAndLeavesNullEmpty() {
    assertThat(
            write(ReportFormat.TABLE, table(row("a", 7L), row("longer", 1234567), row(null, null))))
        .isEqualTo(
            """
            word      count
            ------  -------
            a             7
            longer  1234567

            3 rows
            """);
  }

  @Test
  void recordHasALineForEachNonNullValue() {
    assertThat(
            write(ReportFormat.RECORD, table(row("a", 7L), row(null, 8), row("\u001b[2J", null))))
        .isEqualTo("word   a\ncount  7\n\ncount  8\n\nword   \\u001b[2J\n");
  }

  @Test
  void tableCountsOneRow() {
    assertThat(write(ReportFormat.TABLE, table(row("a", 1)))).endsWith("\n1 row\n");
  }

  @Test
  void valueWiderThanTheMeasuredRowsPushesItsOwnLineOnly() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      rows.add(row("a", 1));
    }
    rows.add(row("much longer", 2));
    rows.add(row("b", 3));
    ReportTable table = new ReportTable(List.of(WORD, COUNT), rows);

    assertThat(write(ReportFormat.TABLE, table))
        .endsWith("a         1\nmuch longer      2\nb         3\n1002 rows\n");
  }

  @Test
  void tableEscapesControlCharacters() {
    String hostile = "\u001b[2J\r\n\u009b\u202e\u2028\u0007\u007f";

    assertThat(write(ReportFormat.TABLE, table(row(hostile, 1))))
        .contains("\\u001b[2J\\u000d\\u000a\\u009b\\u202e\\u2028\\u0007\\u007f      1\n");
  }

  @Test
  void csvQuotesWhatRfc4180Wants() {
    assertThat(write(ReportFormat.CSV, table(row("a,b", 1), row("a \"b\"", 2), row("a\r\nb", 3))))
        .isEqualTo("word,count\r\n\"a,b\",1\r\n\"a \"\"b\"\"\",2\r\n\"a\r\nb\",3\r\n");
  }

  @Test
  void csvDistinguishesNullFromEmptyText() {
    assertThat(write(ReportFormat.CSV, table(row(null, null), row("", 1))))
        .isEqualTo("word,count\r\n,\r\n\"\",1\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(1)", "\uff1d1"})
  void csvEscapesFormulas(String formula) {
    assertThat(write(ReportFormat.CSV, table(row(formula, -1))))
        .isEqualTo("word,count\r\n'" + formula + ",-1\r\n");
  }

  @Test
  void jsonKeepsTypesAndIsAscii() {
    List<ReportColumn> columns =
        List.of(WORD, COUNT, new ReportColumn("yes", false), new ReportColumn("at", false));
    ReportTable table =
        new ReportTable(
            columns,
            List.of(
                row("gr\u00f6\u00dfer \u001b", 9_007_199_254_740_993L, true, Instant.EPOCH),
                row(null, null, false, LocalDate.EPOCH)));

    assertThat(write(ReportFormat.JSON, table))
        .isEqualTo(
            """
            [
            {"word":"gr\\u00F6\\u00DFer \\u001B","count":9007199254740993,"yes":true,"at":"1970-01-01T00:00:00Z"},
            {"word":null,"count":null,"yes":false,"at":"1970-01-01"}
            ]
            """);
  }

  private static String write(ReportFormat format, ReportTable table) {
    StringBuilder out = new StringBuilder();
    format.write(table, out);
    return out.toString();
  }

  @SafeVarargs
  private static ReportTable table(List<@Nullable Object>... rows) {
    return new ReportTable(List.of(WORD, COUNT), List.of(rows));
  }

  private static List<@Nullable Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }
}
