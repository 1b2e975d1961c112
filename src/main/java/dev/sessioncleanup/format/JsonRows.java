package dev.sessioncleanup.format;

import dev.sessioncleanup.text.JsonText;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An array of objects, one per line, so that line-based tools can read it too. */
final class JsonRows implements ReportRows {
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
    out.append(empty ? "\n" : ",\n").append(JsonText.MAPPER.writeValueAsString(object));
    empty = false;
  }

  @Override
  public void end() throws IOException {
    out.append(empty ? "]\n" : "\n]\n");
  }
}
