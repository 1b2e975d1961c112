package dev.sessioncleanup.job;

import dev.sessioncleanup.audit.Claim;
import java.util.List;

/** The item of the chunk step: claims for about two seconds of work, made by one statement. */
record Claims(List<Claim> claims) {
  Claims {
    claims = List.copyOf(claims);
  }
}
