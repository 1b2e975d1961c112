package dev.sessioncleanup.format;

import dev.sessioncleanup.text.JsonText;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One object a line: as an array, which line-based tools can read too, or as lines alone. */
final class JsonRows implements ReportRows {
  private final Appendable out;
  private final boolean array;
  private List<ReportColumn> columns = List.of();
  private boolean empty = true;

  private JsonRows(Appendable out, boolean array) {
    this.out = out;
    this.array = array;
  }

  static JsonRows array(Appendable out) {
    return new JsonRows(out, true);
  }

  static JsonRows lines(Appendable out) {
    return new JsonRows(out, false);
  }

  @Override
  public void begin(List<ReportColumn> all) throws IOException {
    columns = all;
    out.append(array ? "[" : "");
  }

  @Override
  public void row(List<@Nullable Object> values) throws IOException {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      object.put(columns.get(i).name(), values.get(i));
    }
    String json = JsonText.MAPPER.writeValueAsString(object);
    out.append(array ? (empty ? "\n" : ",\n") + json : json + "\n");
    empty = false;
  }

  @Override
  public void end() throws IOException {
    if (array) {
      out.append(empty ? "]\n" : "\n]\n");
    }
  }
}
