package dev.sessioncleanup.report;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** An array of objects, one a line, so that line tools can work on it too. */
final class JsonRows implements ReportRows {
  // Escaped, because the output's encoding is the terminal's choice.
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final Appendable out;
  private List<ReportColumn> columns = List.of();
  private boolean empty = true;

  JsonRows(Appendable out) {
    this.out = out;
  }

  @Override
  public void begin(List<ReportColumn> all) throws IOException {
    columns = all;
    out.append('[');
  }

  @Override
  public void row(List<@Nullable Object> values) throws IOException {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      object.put(columns.get(i).name(), values.get(i));
    }
    out.append(empty ? "\n" : ",\n").append(MAPPER.writeValueAsString(object));
    empty = false;
  }

  @Override
  public void end() throws IOException {
    out.append(empty ? "]\n" : "\n]\n");
  }
}
