package dev.sessioncleanup.reportcommand;

import dev.sessioncleanup.report.ReportDescription;
import dev.sessioncleanup.report.ReportParameter;
import dev.sessioncleanup.report.Reports;
import java.io.PrintWriter;
import java.util.stream.Collectors;

/** The list of reports with their options. */
final class ReportList {
  private ReportList() {}

  static void print(PrintWriter out) {
    for (ReportDescription report : Reports.descriptions()) {
      out.printf("%-14s %s%n", report.name(), report.purpose());
      out.printf(
          "                 %s%n",
          report.parameters().stream()
              .filter(ReportParameter::hasOption)
              .map(ReportParameter::option)
              .collect(Collectors.joining(" ")));
      for (ReportParameter parameter : report.parameters()) {
        if (!parameter.hasOption()) {
          out.printf("                 %s=...  %s%n", parameter.option(), parameter.meaning());
        }
      }
    }
    out.flush();
  }
}
