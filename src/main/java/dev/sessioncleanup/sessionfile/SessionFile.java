package dev.sessioncleanup.sessionfile;

import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.text.VisibleText;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * An open file of sessions, or standard input, as strict UTF-8 text.
 *
 * @param name for messages
 * @param json whether it is newline-delimited JSON; CSV otherwise
 */
public record SessionFile(String name, boolean json, BufferedReader text) implements AutoCloseable {
  private static final int LOOK_AHEAD = 4096;

  /**
   * Opens a file and looks at how it begins; {@code -} is standard input.
   *
   * @throws InvalidSettingException when it cannot be read as a file of sessions
   */
  public static SessionFile open(String name, InputStream standardInput) throws IOException {
    boolean isInput = name.equals("-");
    String shown = isInput ? "standard input" : VisibleText.of(name);
    BufferedInputStream bytes =
        new BufferedInputStream(isInput ? standardInput : bytes(name, shown), 1 << 16);
    try {
      skipByteOrderMark(bytes, shown);
      BufferedReader text =
          new BufferedReader(
              new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()), 1 << 16);
      return new SessionFile(shown, isJson(text, shown), text);
    } catch (IOException | RuntimeException refused) {
      bytes.close();
      throw refused;
    }
  }

  /**
   * Passes every line on, in order.
   *
   * @param account of lines that name none; null leaves it open
   * @param delimiter of CSV
   * @throws InvalidSettingException when the file as a whole is unusable
   */
  public void read(FieldNames names, @Nullable String account, char delimiter, LineHandler handler)
      throws IOException, SQLException {
    SessionParser parser = new SessionParser(account);
    if (json) {
      new JsonLines(names, parser).read(text, handler);
    } else {
      new CsvLines(names, parser, delimiter).read(text, handler);
    }
  }

  /** The name of its format. */
  public String format() {
    return json ? "newline-delimited JSON" : "CSV";
  }

  private static InputStream bytes(String name, String shown) throws IOException {
    Path path;
    try {
      path = Path.of(name);
    } catch (InvalidPathException invalid) {
      throw new InvalidSettingException(shown + " is not the name of a file.");
    }
    if (!Files.exists(path)) {
      throw new InvalidSettingException(
          "there is no file %s. Name a file, or - for standard input.".formatted(shown));
    }
    if (Files.isDirectory(path)) {
      throw new InvalidSettingException(shown + " is a directory. Name a file in it.");
    }
    if (!Files.isReadable(path)) {
      throw new InvalidSettingException(
          shown + " may not be read by the user of this program. Change its rights.");
    }
    return Files.newInputStream(path);
  }

  private static void skipByteOrderMark(BufferedInputStream bytes, String shown)
      throws IOException {
    bytes.mark(4);
    String begin = HexFormat.of().formatHex(bytes.readNBytes(4));
    bytes.reset();
    if (begin.startsWith("1f8b")) {
      throw new InvalidSettingException(
          "%s is compressed. Use: gunzip -c FILE | session-cleanup track import -"
              .formatted(shown));
    }
    if (begin.startsWith("504b0304")) {
      throw new InvalidSettingException(
          shown + " is a zip archive or a spreadsheet. Unpack it, or save it as CSV (UTF-8).");
    }
    if (begin.startsWith("fffe") || begin.startsWith("feff")) {
      throw new InvalidSettingException(
          "%s is UTF-16. Convert it to UTF-8: iconv -f UTF-16 -t UTF-8 FILE".formatted(shown));
    }
    if (begin.startsWith("efbbbf")) {
      bytes.skipNBytes(3);
    }
  }

  private static boolean isJson(BufferedReader text, String shown) throws IOException {
    text.mark(LOOK_AHEAD);
    int c = text.read();
    for (int i = 1; i < LOOK_AHEAD && Character.isWhitespace(c); i++) {
      c = text.read();
    }
    text.reset();
    if (c < 0) {
      throw new InvalidSettingException(
          shown + " is empty. It must hold CSV with a header, or one JSON object a line.");
    }
    if (c == '[') {
      throw new InvalidSettingException(
          "%s is a JSON array. Write one object a line: jq -c '.[]' FILE".formatted(shown));
    }
    return c == '{';
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
