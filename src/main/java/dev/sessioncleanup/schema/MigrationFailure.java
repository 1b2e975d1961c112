package dev.sessioncleanup.schema;

import dev.sessioncleanup.database.DatabaseFault;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;

/** Says why Flyway refused or failed, where somebody can mend it. */
final class MigrationFailure {
  private MigrationFailure() {}

  /** The exception to throw in its place, or itself. */
  static RuntimeException described(FlywayException failure) {
    String reason = DatabaseFault.reason(failure);
    if (failure instanceof FlywayValidateException) {
      return new SchemaException(
          "The schema was made by other scripts than this program's, and nothing was changed: "
              + reason
              + " Use the program that made it, or another schema.");
    }
    if (DatabaseFault.state(failure).startsWith("427")) { // something of that name exists already
      return new SchemaException(
          "Nothing was created, because something of another program is in the way: "
              + reason
              + ". Rename it, or give session-cleanup a schema of its own (?currentSchema=NAME in"
              + " spring.datasource.url).");
    }
    return failure;
  }
}
