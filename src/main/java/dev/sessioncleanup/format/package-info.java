/** The output formats of reports: tables and records for people, CSV and JSON for programs. */
@NullMarked
package dev.sessioncleanup.format;

import org.jspecify.annotations.NullMarked;
