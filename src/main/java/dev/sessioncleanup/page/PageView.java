package dev.sessioncleanup.page;

import dev.sessioncleanup.chart.BarChart;
import dev.sessioncleanup.page.Figures.Figure;
import dev.sessioncleanup.page.PageTemplate.Markup;
import dev.sessioncleanup.section.Headline;
import dev.sessioncleanup.section.PageContent;
import dev.sessioncleanup.section.PageTable;
import dev.sessioncleanup.section.Section;
import dev.sessioncleanup.settings.ProgramVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The page as the template reads it. */
record PageView(
    Headline head,
    List<String> warnings,
    List<SectionView> sections,
    Instant made,
    String version,
    Markup style,
    Markup styleHash) {

  /** A section with its charts drawn. */
  record SectionView(String id, String heading, List<String> paragraphs, List<PanelView> panels) {}

  /** A table, with its chart where it has one. */
  record PanelView(PageTable table, @Nullable Figure figure, List<Legend> legend, boolean line) {
    boolean pair() {
      return figure != null;
    }
  }

  /** What a colour means. */
  record Legend(String name, String tone) {}

  static PageView of(PageContent content, Figures figures, PageTemplate template, Instant made) {
    List<SectionView> views =
        content.sections().stream()
            .map(
                section ->
                    new SectionView(
                        section.id(),
                        section.heading(),
                        section.paragraphs(),
                        section.panels().stream().map(panel -> view(panel, figures)).toList()))
            .toList();
    List<String> warnings = new ArrayList<>(content.head().warnings());
    if (!figures.drawable()) {
      warnings.add(
          "This Java has no fonts, so there are no charts; the tables hold every figure. Install fontconfig and a font beside it.");
    }
    return new PageView(
        content.head(),
        warnings,
        views,
        made,
        ProgramVersion.text(),
        template.style(),
        new Markup(template.styleHash()));
  }

  private static PanelView view(Section.Panel panel, Figures figures) {
    BarChart chart = panel.chart();
    return new PanelView(
        panel.table(),
        figures.of(chart, "chart-" + panel.table().id()),
        chart == null ? List.of() : legend(chart),
        chart != null && chart.ceiling() != null);
  }

  private static List<Legend> legend(BarChart chart) {
    return chart.series().stream()
        .map(series -> new Legend(series.name(), series.tone().cssName()))
        .toList();
  }
}
