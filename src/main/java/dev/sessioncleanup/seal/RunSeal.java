package dev.sessioncleanup.seal;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code run_seal} beside its run.
 *
 * @param computed the seal that follows from the row's own columns
 * @param runDigest as sealed
 * @param runDigestNow of the row in {@code cleanup_run}, null when the run is gone
 * @param sealOfRun as {@code cleanup_run} has it
 * @param counts outcomes as sealed, how many of them were inferred, and sums of their DELETEs
 * @param purgedRows rows of the run that purges have counted since it was sealed
 * @param selected whether its outcomes are to be verified, and not only its place in the chain
 */
record RunSeal(
    long runId,
    String account,
    long position,
    @Nullable String previousSeal,
    String seal,
    String computed,
    String runDigest,
    @Nullable String runDigestNow,
    @Nullable String sealOfRun,
    long throughAuditId,
    long rows,
    Map<String, Long> counts,
    String rowsDigest,
    long lateRows,
    String lateDigest,
    long purgedRows,
    boolean selected) {}
