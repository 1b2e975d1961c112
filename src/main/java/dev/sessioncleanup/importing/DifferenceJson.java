package dev.sessioncleanup.importing;

import dev.sessioncleanup.text.JsonText;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** All differences as one JSON document, written while the database delivers them. */
final class DifferenceJson implements DifferenceWriter, AutoCloseable {
  private final PrintWriter out;
  private final JsonGenerator json;

  DifferenceJson(PrintWriter out, String file, StagedFile staged) {
    this.out = out;
    json = JsonText.MAPPER.createGenerator(out);
    json.writeStartObject();
    json.writeStringProperty("file", file);
    json.writeNumberProperty("lines", staged.lines());
    json.writeNumberProperty("rejected", staged.rejections().count());
  }

  @Override
  public void begin(Difference difference) {
    json.writeArrayPropertyStart(difference.name().toLowerCase(Locale.ROOT));
  }

  @Override
  public void session(DifferentSession session) {
    json.writeStartObject();
    json.writeStringProperty("session_key", session.key());
    text("account", session.account());
    text("tracked_status", session.tracked());
    text("file_status", session.inFile());
    text("time", session.time());
    json.writeEndObject();
  }

  private void text(String name, @Nullable Object value) {
    if (value != null) {
      json.writeStringProperty(name, value.toString());
    }
  }

  @Override
  public void end(Difference difference) {
    json.writeEndArray();
  }

  @Override
  public void close() {
    json.writeEndObject();
    json.flush();
    out.println();
  }
}
