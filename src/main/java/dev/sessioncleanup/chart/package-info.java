/** Bar charts as SVG whose colours are those of the page around it. */
@NullMarked
package dev.sessioncleanup.chart;

import org.jspecify.annotations.NullMarked;
