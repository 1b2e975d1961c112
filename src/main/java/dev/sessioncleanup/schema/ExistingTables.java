package dev.sessioncleanup.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks, before the first migration, at what other programs have in the schema. Tables that fit are
 * adopted with their rows; everything else with one of our names is refused while nothing has been
 * created yet.
 */
final class ExistingTables {
  /** Relation, owner, whether the user may alter it, kind. */
  private static final String RELATIONS =
      """
      select c.relname, pg_get_userbyid(c.relowner), pg_has_role(c.relowner, 'usage'),
             case when c.relkind in ('r', 'p') then 'table' when c.relkind = 'S' then 'sequence' else 'no table' end
      from pg_class c
      where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p', 'S', 'v', 'm', 'f', 'c')
      order by c.relname
      """;

  /** Relation, column, type, whether it may be null, whether it alone is unique. */
  private static final String COLUMNS =
      """
      select c.relname, a.attname, t.typname, not a.attnotnull,
             exists (
               select from pg_index i
               where i.indrelid = c.oid and i.indisunique and i.indisvalid and i.indimmediate and i.indpred is null
                 and i.indnkeyatts = 1 and i.indkey[0] = a.attnum)
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      join pg_type t on t.oid = a.atttypid
      where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
      order by c.relname, a.attnum
      """;

  private record Relation(String owner, boolean ours, String kind) {}

  private final Map<String, Relation> relations = new LinkedHashMap<>();
  private final Map<String, Map<String, ExpectedTable.Column>> columns = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  private ExistingTables() {}

  /**
   * @throws SchemaException when something in the current schema stands in the way of the
   *     migrations
   */
  static void refuseUnfit(Connection connection) throws SQLException {
    ExistingTables tables = new ExistingTables();
    tables.read(connection);
    tables.check();
    if (tables.problems.isEmpty() && tables.relations.containsKey("tracked_session")) {
      tables.checkDates(connection);
    }
    if (!tables.problems.isEmpty()) {
      throw new SchemaException(
          "Nothing was created, because the schema holds tables of another program that do not fit: "
              + String.join("; ", tables.problems)
              + ". Change them, or give session-cleanup a schema of its own (?currentSchema=NAME in"
              + " spring.datasource.url); db/README.md describes both.");
    }
  }

  private void read(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(RELATIONS)) {
      while (row.next()) {
        relations.put(
            row.getString(1), new Relation(row.getString(2), row.getBoolean(3), row.getString(4)));
      }
    }
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(COLUMNS)) {
      while (row.next()) {
        columns
            .computeIfAbsent(row.getString(1), table -> new LinkedHashMap<>())
            .put(
                row.getString(2),
                new ExpectedTable.Column(row.getString(3), row.getBoolean(4), row.getBoolean(5)));
      }
    }
  }

  private void check() {
    ExpectedTable.ADOPTABLE.forEach(this::checkTable);
    ExpectedTable.ours().filter(relations::containsKey).forEach(this::refuse);
    if (ExpectedTable.BATCH_TABLES.stream().anyMatch(relations::containsKey)) {
      for (String needed : ExpectedTable.batch()) {
        if (!relations.containsKey(needed)) {
          problems.add(needed + " is missing beside other tables of Spring Batch 6");
        }
      }
    }
  }

  private void refuse(String name) {
    problems.add(name + " exists and is not session-cleanup's");
  }

  private void checkTable(ExpectedTable expected) {
    Relation relation = relations.get(expected.name());
    if (relation == null) {
      return;
    }
    if (!relation.kind().equals("table")) {
      problems.add(expected.name() + " is no table");
      return;
    }
    if (!relation.ours()) {
      problems.add(
          "%s belongs to %s, and the user of migrate is no member of that role"
              .formatted(expected.name(), relation.owner()));
    }
    List<String> unfit = expected.unfit(columns.getOrDefault(expected.name(), Map.of()));
    if (!unfit.isEmpty()) {
      problems.add(expected.name() + " (" + String.join(", ", unfit) + ")");
    }
  }

  private void checkDates(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "select exists (select from tracked_session where not isfinite(created_at))")) {
      row.next();
      if (row.getBoolean(1)) {
        problems.add("tracked_session (created_at is infinite in some rows)");
      }
    }
  }
}
