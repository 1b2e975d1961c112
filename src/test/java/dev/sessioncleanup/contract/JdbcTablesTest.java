package dev.sessioncleanup.contract;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.database.JobLogin;
import dev.sessioncleanup.database.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The real tables, with the rights of the job's role. */
@DatabaseTest
class JdbcTablesTest {
  private static TestDatabase database;
  private static JobLogin job;

  @BeforeAll
  static void createDatabase() {
    database = TestDatabase.migrated();
    job = JobLogin.create(database);
  }

  @AfterAll
  static void dropDatabase() {
    job.close();
    database.close();
  }

  @Nested
  class Claims extends ClaimContract {
    Claims() {
      super(new JdbcTables(database, job.dataSource()));
    }
  }

  @Nested
  class Ownership extends OwnershipContract {
    Ownership() {
      super(new JdbcTables(database, job.dataSource()));
    }
  }

  @Nested
  class Outcomes extends OutcomeContract {
    Outcomes() {
      super(new JdbcTables(database, job.dataSource()));
    }
  }

  @Nested
  class BacklogAndStandings extends BacklogContract {
    BacklogAndStandings() {
      super(new JdbcTables(database, job.dataSource()));
    }
  }

  @Nested
  class Runs extends RunsContract {
    Runs() {
      super(new JdbcTables(database, job.dataSource()));
    }
  }

  @Nested
  class Grants extends GrantContract {
    Grants() {
      super(new JdbcTables(database, job.dataSource()));
    }
  }

  @Nested
  class Slots extends SlotContract {
    Slots() {
      super(new JdbcTables(database, job.dataSource()));
    }
  }

  @Nested
  class Throttles extends ThrottleContract {
    Throttles() {
      super(new JdbcTables(database, job.dataSource()));
    }
  }
}
