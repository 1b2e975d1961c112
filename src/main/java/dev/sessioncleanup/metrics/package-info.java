/** Metrics of sweep and backfill by Micrometer, sent by OTLP or to a Prometheus Pushgateway. */
@NullMarked
package dev.sessioncleanup.metrics;

import org.jspecify.annotations.NullMarked;
