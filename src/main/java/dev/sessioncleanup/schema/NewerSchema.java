package dev.sessioncleanup.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;

/**
 * A schema with migrations that this program does not know. It goes on if each of them declares in
 * {@code schema_compatibility} that it only adds.
 */
final class NewerSchema {
  private static final String OLDEST_PROGRAM =
      "select oldest_program from schema_compatibility where schema_version = ?";

  private final List<MigrationInfo> unknown;
  private final MigrationVersion known;

  NewerSchema(MigrationInfo[] all) {
    this.unknown = Arrays.stream(all).filter(NewerSchema::isUnknown).toList();
    this.known =
        Arrays.stream(all)
            .filter(migration -> !isUnknown(migration) && migration.getVersion() != null)
            .map(MigrationInfo::getVersion)
            .max(MigrationVersion::compareTo)
            .orElse(MigrationVersion.EMPTY);
  }

  boolean exists() {
    return !unknown.isEmpty();
  }

  /**
   * @throws SchemaException naming the first migration that does more than add
   */
  void refuseUnlessItOnlyAdds(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection()) {
      for (MigrationInfo migration : unknown) {
        if (migration.getState() == MigrationState.FUTURE_FAILED
            || !onlyAdds(connection, migration)) {
          throw new SchemaException(
              "The schema is newer than this program: it has version %s. Migration %s (%s) is not for programs of version %s. Run the program version that migrated the schema, or a newer one."
                  .formatted(
                      unknown.getLast().getVersion(),
                      migration.getVersion(),
                      migration.getDescription(),
                      known));
        }
      }
    }
  }

  private boolean onlyAdds(Connection connection, MigrationInfo migration) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(OLDEST_PROGRAM)) {
      statement.setInt(1, migration.getVersion().getMajor().intValueExact());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && MigrationVersion.fromVersion(row.getString(1)).compareTo(known) <= 0;
      }
    }
  }

  /** One line for people. */
  String notice() {
    return "The schema has version %s, this program knows version %s. The newer version only adds, so the program goes on; install the newer program when you can."
        .formatted(unknown.getLast().getVersion(), known);
  }

  private static boolean isUnknown(MigrationInfo migration) {
    return migration.getState() == MigrationState.FUTURE_SUCCESS
        || migration.getState() == MigrationState.FUTURE_FAILED;
  }
}
