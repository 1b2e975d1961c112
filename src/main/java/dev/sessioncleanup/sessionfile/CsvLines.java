package dev.sessioncleanup.sessionfile;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.text.VisibleText;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads sessions from CSV with a header; a quoted value may hold line breaks. */
final class CsvLines {
  private static final int LONGEST_VALUE = 1 << 20;

  private final FieldNames names;
  private final SessionParser parser;
  private final char delimiter;

  CsvLines(FieldNames names, SessionParser parser, char delimiter) {
    this.names = names;
    this.parser = parser;
    this.delimiter = delimiter;
  }

  /**
   * @throws InvalidSettingException when the header lacks a column, or the file is no CSV
   */
  void read(Reader in, LineHandler handler) throws IOException, SQLException {
    try (CsvReader<CsvRecord> records =
        CsvReader.builder()
            .fieldSeparator(delimiter)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .maxBufferSize(LONGEST_VALUE)
            .ofCsvRecord(in)) {
      Iterator<CsvRecord> iterator = records.iterator();
      List<@Nullable Field> columns = columns(iterator.next().getFields());
      while (iterator.hasNext()) {
        CsvRecord line = iterator.next();
        try {
          handler.session(parser.parse(line.getStartingLineNumber(), values(columns, line)));
        } catch (UnusableLineException unusable) {
          handler.rejected(line.getStartingLineNumber(), String.valueOf(unusable.getMessage()));
        }
      }
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    } catch (CsvParseException broken) {
      if (broken.getCause() instanceof IOException failed) {
        throw failed;
      }
      Throwable reason = broken.getCause() == null ? broken : broken.getCause();
      throw new InvalidSettingException(
          "the file is not valid CSV: %s (%s). Look for a quotation mark that is not closed, or not doubled inside a"
                  .formatted(broken.getMessage(), reason.getMessage())
              + " value. Nothing was changed.");
    }
  }

  private static Map<Field, String> values(List<@Nullable Field> columns, CsvRecord line)
      throws UnusableLineException {
    if (line.getFieldCount() != columns.size()) {
      throw new UnusableLineException(
          "%d values, but the header has %d columns; look for a missing quotation mark or delimiter"
              .formatted(line.getFieldCount(), columns.size()));
    }
    Map<Field, String> values = new EnumMap<>(Field.class);
    for (int i = 0; i < columns.size(); i++) {
      Field field = columns.get(i);
      if (field != null) {
        values.put(field, line.getField(i));
      }
    }
    return values;
  }

  private List<@Nullable Field> columns(List<String> header) {
    List<@Nullable Field> columns = new ArrayList<>();
    for (String column : header) {
      Field field = names.fieldOf(column).orElse(null);
      if (field != null && columns.contains(field)) {
        throw new InvalidSettingException(
            "the header names %s twice. Choose one with --map %s=COLUMN, or rename the other."
                .formatted(field.columnName(), field.columnName()));
      }
      columns.add(field);
    }
    for (Field field : Field.values()) {
      if (!columns.contains(field) && (field.required() || names.mappedColumn(field).isPresent())) {
        throw new InvalidSettingException(missing(field, header));
      }
    }
    return columns;
  }

  private String missing(Field field, List<String> header) {
    String found = VisibleText.of(String.join(", ", header));
    String shown = found.length() > 200 ? found.substring(0, 200) + "…" : found;
    if (header.size() == 1 && header.getFirst().matches("(?s).*[,;\\t|].*")) {
      return "the header is one column, '%s'. Name the delimiter with --delimiter, like --delimiter ';' or --delimiter tab."
          .formatted(shown);
    }
    return "the file has no column %s. Its columns are: %s. Name the right one with --map %s=COLUMN."
        .formatted(
            VisibleText.of(names.mappedColumn(field).orElse(field.columnName())),
            shown,
            field.columnName());
  }
}
