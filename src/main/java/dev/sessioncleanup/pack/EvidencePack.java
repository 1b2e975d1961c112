package dev.sessioncleanup.pack;

import dev.sessioncleanup.format.ReportFormat;
import dev.sessioncleanup.jdbc.Snapshots;
import dev.sessioncleanup.page.AuditPage;
import dev.sessioncleanup.report.ReportDescription;
import dev.sessioncleanup.report.ReportParameter;
import dev.sessioncleanup.report.Reports;
import dev.sessioncleanup.seal.SealSelection;
import dev.sessioncleanup.seal.SealVerifier;
import dev.sessioncleanup.seal.Verification;
import dev.sessioncleanup.seal.VerificationText;
import dev.sessioncleanup.section.PageScope;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.text.JsonText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Writes the page, every report, the verification of the seals and the manifest of a period, all of
 * one moment.
 */
final class EvidencePack {
  private final DataSource database;
  private final CleanupProperties settings;
  private final PackPeriod period;

  EvidencePack(DataSource database, CleanupProperties settings, PackPeriod period) {
    this.database = database;
    this.settings = settings;
    this.period = period;
  }

  /** Returns what the verification found. */
  Verification write(OutputStream out) {
    return Objects.requireNonNull(
        Snapshots.of(database)
            .execute(
                transaction -> {
                  try {
                    return inSnapshot(out);
                  } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                  }
                }));
  }

  private Verification inSnapshot(OutputStream out) throws IOException {
    Verification verification =
        new SealVerifier(database)
            .verify(
                new SealSelection(period.account(), null, period.since(), period.until()),
                Set.of());
    Manifest manifest = Manifest.read(database, period);
    List<ReportDescription> descriptions = Reports.descriptions();
    Reports reports = new Reports(database);
    try (PackWriter pack = new PackWriter(out, manifest.made())) {
      pack.file("README.txt", to -> to.write(PackReadme.text(manifest, descriptions)));
      pack.file("report.html", to -> to.write(page()));
      for (ReportDescription report : descriptions) {
        pack.file(
            "csv/" + report.name() + ".csv",
            to -> reports.write(report.name(), parameters(report), ReportFormat.CSV, to));
      }
      pack.file(
          "verification.txt",
          to -> {
            for (String line : VerificationText.lines(verification)) {
              to.write(line + "\n");
            }
          });
      Map<String, Object> document = manifest.document(verification.isTrue(), pack.files());
      pack.file("manifest.json", to -> to.write(JsonText.INDENTED.writeValueAsString(document)));
      pack.sums();
    }
    return verification;
  }

  private String page() {
    return new AuditPage(database, settings)
        .html(now -> new PageScope.Period(period.since(), period.until(), period.account()));
  }

  /** Reports about the present, such as the sessions on hold, have no period. */
  private Map<String, String> parameters(ReportDescription report) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("since", period.since().toString());
    values.put("until", period.until().toString());
    if (period.account() != null) {
      values.put("account", period.account());
    }
    values.keySet().retainAll(report.parameters().stream().map(ReportParameter::name).toList());
    return values;
  }
}
