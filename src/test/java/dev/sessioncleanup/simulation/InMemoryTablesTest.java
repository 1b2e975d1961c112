package dev.sessioncleanup.simulation;

import dev.sessioncleanup.contract.BacklogContract;
import dev.sessioncleanup.contract.ClaimContract;
import dev.sessioncleanup.contract.GrantContract;
import dev.sessioncleanup.contract.OutcomeContract;
import dev.sessioncleanup.contract.OwnershipContract;
import dev.sessioncleanup.contract.RunsContract;
import dev.sessioncleanup.contract.SlotContract;
import dev.sessioncleanup.contract.ThrottleContract;
import org.junit.jupiter.api.Nested;

/** Runs the contract tests of the real tables against the simulated ones. */
class InMemoryTablesTest {

  @Nested
  class Claims extends ClaimContract {
    Claims() {
      super(new InMemoryTables());
    }
  }

  @Nested
  class Ownership extends OwnershipContract {
    Ownership() {
      super(new InMemoryTables());
    }
  }

  @Nested
  class Outcomes extends OutcomeContract {
    Outcomes() {
      super(new InMemoryTables());
    }
  }

  @Nested
  class BacklogAndStandings extends BacklogContract {
    BacklogAndStandings() {
      super(new InMemoryTables());
    }
  }

  @Nested
  class Runs extends RunsContract {
    Runs() {
      super(new InMemoryTables());
    }
  }

  @Nested
  class Grants extends GrantContract {
    Grants() {
      super(new InMemoryTables());
    }
  }

  @Nested
  class Slots extends SlotContract {
    Slots() {
      super(new InMemoryTables());
    }
  }

  @Nested
  class Throttles extends ThrottleContract {
    Throttles() {
      super(new InMemoryTables());
    }
  }
}
