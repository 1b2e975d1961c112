package dev.sessioncleanup.page;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.sessioncleanup.text.FormattedText;
import dev.sessioncleanup.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The template of the page. Every value is escaped but {@link Markup}. */
final class PageTemplate {
  private final Template template;
  private final Markup style = new Markup(resource("page.css"));

  PageTemplate() {
    template =
        Mustache.compiler()
            .withEscaper(Escapers.HTML)
            .withFormatter(PageTemplate::text)
            .emptyStringIsFalse(true)
            .nullValue(FormattedText.of(null))
            .compile(resource("page.html"));
  }

  /** Text that is HTML already. */
  record Markup(String html) {
    @Override
    public String toString() {
      return html;
    }
  }

  String render(Object page) {
    return template.execute(page);
  }

  Markup style() {
    return style;
  }

  /** The style's hash as a Content-Security-Policy names it: no other style is in force. */
  String styleHash() {
    return "sha256-" + Base64.getEncoder().encodeToString(Sha256.of(style.html()));
  }

  private static String text(@Nullable Object value) {
    return value instanceof Markup markup ? markup.html() : FormattedText.of(value);
  }

  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(PageTemplate.class.getResourceAsStream("/page/" + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
