package dev.sessioncleanup.sessionfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessioncleanup.settings.InvalidSettingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionFileTest {
  private static final String HEADER = "session_key,status,created_at,account,updated_at\n";
  private static final Instant CREATED = Instant.parse("2021-05-25T11:50:49Z");

  @Test
  void csvIsReadWithBothOfPavesFormsOfTime() {
    assertThat(
            lines(
                HEADER
                    + "A,IDLE,2021-05-25T11:50:49.000000Z,acme,2021-08-17T13:27:10+00:00\n"
                    + "B, started ,2021-05-25T13:50:49+02:00,,\n"))
        .containsExactly(
            new FileSession(2, "A", "acme", "IDLE", CREATED, Instant.parse("2021-08-17T13:27:10Z")),
            new FileSession(3, "B", "fallback", "STARTED", CREATED, null));
  }

  @Test
  void jsonIsReadLineByLine() {
    assertThat(
            lines(
                """
                {"session_key":"A","status":"IDLE","active":true,"nested":{"status":["x"]},"created_at":"2021-05-25T11:50:49.000000Z"}

                {"status":"NEW WORD","created_at":"2021-05-25T11:50:49+00:00","updated_at":null,"session_key":"B"}
                """))
        .containsExactly(
            new FileSession(1, "A", "fallback", "IDLE", CREATED, null),
            new FileSession(3, "B", "fallback", "NEW WORD", CREATED, null));
  }

  @Test
  void byteOrderMarkCarriageReturnsAndQuotedLineBreaksAreNoProblem() {
    assertThat(
            lines(
                "\ufeffsession_key,note,status,created_at\r\n"
                    + "A,\"two\r\nlines, \"\"quoted\"\"\",IDLE,2021-05-25T11:50:49Z\r\n"
                    + "\r\n"
                    + "B,,IDLE,2021-05-25T11:50:49Z"))
        .containsExactly(
            new FileSession(2, "A", "fallback", "IDLE", CREATED, null),
            new FileSession(5, "B", "fallback", "IDLE", CREATED, null));
    assertThat(lines("\ufeff{\"session_key\":\"A\"}\r\n")).containsExactly("1: status is missing");
  }

  @Test
  void headersAreMappedOrReadInSpiteOfTheirSpelling() {
    assertThat(
            read(
                "Key;Session Status;Created At\nA;IDLE;2021-05-25T11:50:49Z\n",
                Map.of("key", "Key", "status", "Session Status"),
                ';'))
        .containsExactly(new FileSession(2, "A", "fallback", "IDLE", CREATED, null));
    assertThat(
            read(
                "{\"id\":\"A\",\"status\":\"IDLE\",\"created_at\":\"2021-05-25T11:50:49Z\"}",
                Map.of("session_key", "id"),
                ','))
        .containsExactly(new FileSession(1, "A", "fallback", "IDLE", CREATED, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ,IDLE,2021-05-25T11:50:49Z,,        | session_key is missing
          .,IDLE,2021-05-25T11:50:49Z,,       | the session key is '.'
          A,,2021-05-25T11:50:49Z,,           | status is missing
          A,IDLE,,,                           | created_at is missing
          A,IDLE,2021-05-25 11:50:49,,        | created_at '2021-05-25 11:50:49' is not a time with its zone, like
          A,IDLE,2021-05-25T11:50:49,,        | created_at '2021-05-25T11:50:49' is not a time with its zone
          A,IDLE,2021-13-25T11:50:49Z,,       | created_at '2021-13-25T11:50:49Z' is not a time
          A,IDLE,+12021-01-25T11:50:49Z,,     | created_at '+12021-01-25T11:50:49Z' is not a time
          A,IDLE,2021-05-25T11:50:49Z,,soon   | updated_at 'soon' is not a time
          A,I\u0007,2021-05-25T11:50:49Z,,    | status 'I\\u0007' contains a control character
          A,IDLE,2021-05-25T11:50:49Z         | 3 values, but the header has 5 columns
          A,IDLE,2021-05-25T11:50:49Z,,,,     | 7 values, but the header has 5 columns
          """)
  void unusableLineOfCsvIsRejectedWithTheReason(String line, String reason) {
    List<Object> lines = lines(HEADER + line + "\nB,IDLE,2021-05-25T11:50:49Z,,\n");

    assertThat(lines.getFirst()).asString().startsWith("2: " + reason);
    assertThat(lines).hasSize(2).last().isInstanceOf(FileSession.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"session_key":"A"            | not JSON:
          {"session_key":7}             | session_key is not a text in quotation marks
          {"session_key":{"a":"b"}}     | session_key is not a text in quotation marks
          {"session_key":"A"} {}        | something follows the JSON object
          ["A"]                         | not a JSON object
          A,IDLE                        | not JSON:
          {"session_key":"A\\u0000","status":"IDLE"} | the session key contains the control character U+0000
          """)
  void unusableLineOfJsonIsRejectedWithTheReason(String line, String reason) {
    assertThat(lines("{}\n" + line).get(1)).asString().startsWith("2: " + reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                                   | standard input is empty. It must hold CSV with a header
          [{"session_key":"A"}]                | standard input is a JSON array. Write one object a line: jq -c '.[]'
          key;status                           | the header is one column, 'key;status'. Name the delimiter with --delimiter
          session_key,status,created           | has no column created_at. Its columns are: session_key, status, created. Name the right one with --map created_at=COLUMN.
          session_key,status,Status,created_at | the header names status twice
          A,IDLE,2021-05-25T11:50:49Z          | has no column session_key
          """)
  void unusableFileIsRefusedWithTheRemedy(String text, String message) {
    assertThatThrownBy(() -> lines(text))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(message);
  }

  @Test
  void valueWithoutItsClosingQuoteIsRefusedOrRejected() {
    assertThatThrownBy(() -> lines(HEADER + "\"A\"x,IDLE,2021-05-25T11:50:49Z,,\n"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("not valid CSV")
        .hasMessageContaining("line 2");
    assertThat(lines(HEADER + "\"A,IDLE,2021-05-25T11:50:49Z,,\nB,IDLE\n").getFirst())
        .asString()
        .startsWith("2: 1 values");
  }

  @Test
  void mapOfAnUnknownFieldOrColumnIsRefused() {
    assertThatThrownBy(() -> new FieldNames(Map.of("colour", "x")))
        .hasMessageContaining("--map names 'colour', which is no field. The fields are key,");
    assertThatThrownBy(() -> read(HEADER, Map.of("account", "Branch"), ','))
        .hasMessageContaining("has no column Branch.");
  }

  @Test
  void lineWithoutEndIsRefusedBeforeItFillsTheMemory() {
    assertThatThrownBy(() -> lines("{\"a\":\"" + "x".repeat(1 << 20)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("line 1 is longer than 1048576 characters");
  }

  @ParameterizedTest
  @CsvSource({
    "1f8b0800, is compressed. Use: gunzip -c",
    "504b0304, is a zip archive or a spreadsheet",
    "fffe7300, is UTF-16. Convert it to UTF-8",
    "feff0073, is UTF-16"
  })
  void fileOfAnotherKindIsRefusedByName(String bytes, String message) {
    assertThatThrownBy(
            () -> SessionFile.open("-", new ByteArrayInputStream(HexFormat.of().parseHex(bytes))))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"session_key,status,created_at\n\u00e9,", "{\"session_key\":\"\u00e9\"}"})
  void textThatIsNotUtf8IsNotGuessed(String text) {
    byte[] latin1 = text.getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> readBytes(latin1, Map.of(), ','))
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(CharacterCodingException.class);
  }

  @Test
  void fileThatIsNotThereOrADirectoryIsNamed(@TempDir Path directory) {
    Path missing = directory.resolve("sessions.csv");

    assertThatThrownBy(() -> SessionFile.open(missing.toString(), System.in))
        .hasMessageContaining("there is no file %s. Name a file", missing);
    assertThatThrownBy(() -> SessionFile.open(directory.toString(), System.in))
        .hasMessageContaining("%s is a directory", directory);
    assertThatThrownBy(() -> SessionFile.open("a\0b", System.in))
        .hasMessageContaining("a\\u0000b is not the name of a file");
  }

  private static List<Object> lines(String text) {
    return read(text, Map.of(), ',');
  }

  private static List<Object> read(String text, Map<String, String> map, char delimiter) {
    return readBytes(text.getBytes(StandardCharsets.UTF_8), map, delimiter);
  }

  /** The sessions, and a text for each line that was rejected. */
  private static List<Object> readBytes(byte[] bytes, Map<String, String> map, char delimiter) {
    List<Object> lines = new ArrayList<>();
    try (SessionFile file = SessionFile.open("-", new ByteArrayInputStream(bytes))) {
      file.read(
          new FieldNames(map),
          "fallback",
          delimiter,
          new LineHandler() {
            @Override
            public void session(FileSession session) {
              lines.add(session);
            }

            @Override
            public void rejected(long line, @Nullable String reason) {
              lines.add(line + ": " + reason);
            }
          });
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (SQLException impossible) {
      throw new IllegalStateException(impossible);
    }
    return lines;
  }
}
