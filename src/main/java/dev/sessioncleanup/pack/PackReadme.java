package dev.sessioncleanup.pack;

import com.samskivert.mustache.Mustache;
import dev.sessioncleanup.report.ReportDescription;
import dev.sessioncleanup.settings.ProgramVersion;
import dev.sessioncleanup.text.VisibleText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The text that tells an auditor what a pack is and how to check it. */
final class PackReadme {
  private static final int WIDTH = 16;

  private PackReadme() {}

  static String text(Manifest manifest, List<ReportDescription> reports) {
    PackPeriod period = manifest.period();
    return Mustache.compiler()
        .escapeHTML(false)
        .compile(template())
        .execute(
            Map.of(
                "since", period.since(),
                "until", period.until(),
                "account", period.account() == null ? "all" : VisibleText.of(period.account()),
                "made", manifest.made(),
                "version", ProgramVersion.text(),
                "database", VisibleText.of(manifest.database()),
                "server", manifest.server(),
                "schema", manifest.schema(),
                "reports", reports.stream().map(PackReadme::entry).toList()));
  }

  private static Map<String, String> entry(ReportDescription report) {
    return Map.of(
        "name", report.name(),
        "pad", " ".repeat(Math.max(2, WIDTH - report.name().length())),
        "purpose", report.purpose());
  }

  private static String template() {
    try (InputStream in =
        Objects.requireNonNull(PackReadme.class.getResourceAsStream("/pack/README.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
