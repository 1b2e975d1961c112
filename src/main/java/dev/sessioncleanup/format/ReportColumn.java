package dev.sessioncleanup.format;

/**
 * A column of a report.
 *
 * @param number whether its values are numbers, which are aligned to the right
 */
public record ReportColumn(String name, boolean number) {}
