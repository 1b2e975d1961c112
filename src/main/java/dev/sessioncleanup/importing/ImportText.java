package dev.sessioncleanup.importing;

import dev.sessioncleanup.importing.ImportReport.RepeatedSession;
import dev.sessioncleanup.text.JsonText;
import dev.sessioncleanup.text.Quantity;
import dev.sessioncleanup.text.VisibleText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The report of an import, for people and for programs. */
final class ImportText {
  private ImportText() {}

  /**
   * @param file its name and format
   * @param unchanged why nothing was changed; empty when the import was carried out
   */
  static List<String> lines(String file, ImportReport report, String unchanged) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s: %s.%s"
            .formatted(
                file,
                Quantity.of(report.lines(), "line"),
                unchanged.isEmpty() ? "" : " Nothing was changed: " + unchanged + "."));
    lines.add(line("inserted", report.inserted()));
    lines.add(line("updated", report.updated()));
    lines.add(line("unchanged", report.unchanged()));
    if (report.duplicates() > 0) {
      lines.add(line("duplicate", report.duplicates()) + "  of these sessions another line counts");
      for (RepeatedSession session : report.repeated()) {
        lines.add(
            "    %s: line %d of %s"
                .formatted(
                    VisibleText.of(session.key()),
                    session.line(),
                    Quantity.of(session.lines(), "line")));
      }
    }
    lines.add(line("rejected", report.rejections().count()));
    lines.addAll(rejections(report.rejections()));
    return lines;
  }

  /** The first rejected lines with their reasons, indented. */
  static List<String> rejections(Rejections rejections) {
    List<String> lines = new ArrayList<>();
    rejections.first().forEach((line, reason) -> lines.add("    line " + line + ": " + reason));
    long more = rejections.count() - rejections.first().size();
    if (more > 0) {
      lines.add("    and " + more + " more");
    }
    return lines;
  }

  /** One JSON document. */
  static String json(String file, ImportReport report, boolean changed) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("file", file);
    document.put("changed", changed);
    document.put("lines", report.lines());
    document.put("inserted", report.inserted());
    document.put("updated", report.updated());
    document.put("unchanged", report.unchanged());
    document.put("duplicate", report.duplicates());
    document.put("rejected", report.rejections().count());
    List<Map<String, Object>> reasons = new ArrayList<>();
    report
        .rejections()
        .first()
        .forEach((line, reason) -> reasons.add(Map.of("line", line, "reason", reason)));
    document.put("rejections", reasons);
    return JsonText.MAPPER.writeValueAsString(document);
  }

  private static String line(String name, long count) {
    return "  %-10s %d".formatted(name, count);
  }
}
