package dev.sessioncleanup.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
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
  void tableThatIsTooWideHasItsWidestTextsCut() {
    assertThat(writeFitting(34, table(row("a text that is longer than it may be", 1234567))))
        .isEqualTo(
            """
            word                         count
            -------------------------  -------
            a text that is longer th…  1234567
            1 row
            """);
  }

  @Test
  void textOfALaterRowIsCutToo() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      rows.add(row("a", 1));
    }
    rows.add(row("longer than all before", 2));
    ReportTable table = new ReportTable(List.of(WORD, COUNT), rows);

    assertThat(writeFitting(80, table)).endsWith("lon…      2\n1001 rows\n");
  }

  @Test
  void columnsThatDoNotFitAreNamed() {
    List<ReportColumn> columns =
        List.of(WORD, COUNT, new ReportColumn("second", false), new ReportColumn("third", false));
    ReportTable table =
        new ReportTable(columns, List.of(row("a session key 16", 1234567, "another text", "x")));

    assertThat(writeFitting(30, table))
        .isEqualTo(
            """
            word                count
            ----------------  -------
            a session key 16  1234567
            1 row
            Not shown, as the terminal is too narrow: second, third. --wide shows all
            columns, --format record one value a line.
            """);
  }

  @Test
  void columnsWithoutAnyValueAreLeftOutFirst() {
    List<ReportColumn> columns =
        List.of(WORD, new ReportColumn("reason", false), COUNT, new ReportColumn("third", false));
    ReportTable table =
        new ReportTable(columns, List.of(row("a", null, 1, "x"), row("b", null, 2, "y")));

    assertThat(writeFitting(18, table))
        .startsWith("word  count  third\n----  -----  -----\na         1  x\n")
        .contains("too narrow: reason. --wide");
  }

  @Test
  void numbersAreNeverCutNotEvenInTheNarrowestTerminal() {
    assertThat(writeFitting(3, new ReportTable(List.of(COUNT), List.of(row(1234567)))))
        .contains("1234567\n");
  }

  @Test
  void charactersThatTakeTwoColumnsAreCountedAsTwo() {
    assertThat(write(ReportFormat.TABLE, table(row("\u65e5\u672c", 1), row("abcd", 2))))
        .endsWith("\u65e5\u672c      1\nabcd      2\n2 rows\n");
  }

  @Test
  void jsonLinesAreObjectsAlone() {
    assertThat(write(ReportFormat.JSONL, table(row("a", 1), row(null, 2))))
        .isEqualTo("{\"word\":\"a\",\"count\":1}\n{\"word\":null,\"count\":2}\n");
    assertThat(write(ReportFormat.JSONL, table())).isEmpty();
  }

  @Test
  void formatFollowsTheNameOfAFile() {
    assertThat(ReportFormat.ofFile("a.CSV")).contains(ReportFormat.CSV);
    assertThat(ReportFormat.ofFile("/tmp/a.json")).contains(ReportFormat.JSON);
    assertThat(ReportFormat.ofFile("a.jsonl")).contains(ReportFormat.JSONL);
    assertThat(ReportFormat.ofFile("a.csv.txt")).contains(ReportFormat.TABLE);
    assertThat(ReportFormat.ofFile("csv.d/report")).isEmpty();
    assertThat(ReportFormat.ofFile("a.xlsx")).isEmpty();
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

  private static String writeFitting(int width, ReportTable table) {
    StringBuilder out = new StringBuilder();
    try {
      ReportRows rows = ReportFormat.TABLE.rows(out, width);
      rows.begin(table.columns());
      for (List<@Nullable Object> row : table.rows()) {
        rows.row(row);
      }
      rows.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
