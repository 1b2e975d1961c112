package dev.sessioncleanup.database;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The data directory of a new PostgreSQL server; PostgreSQL calls it a cluster. */
final class Cluster {
  private Cluster() {}

  static Path create(int port, String user, String password, Map<String, String> settings, File log)
      throws IOException {
    Path data = Files.createTempDirectory("controlled-postgres");
    Path passwordFile =
        Files.writeString(data.resolveSibling(data.getFileName() + ".pw"), password);
    try {
      PostgresBinaries.run(
          log,
          "initdb",
          "--pgdata=" + data,
          "--username=" + user,
          "--pwfile=" + passwordFile,
          "--auth=scram-sha-256",
          "--encoding=UTF8",
          "--no-sync");
    } finally {
      Files.delete(passwordFile);
    }
    Files.writeString(
        data.resolve("postgresql.conf"), lines(port, settings), StandardOpenOption.APPEND);
    return data;
  }

  private static String lines(int port, Map<String, String> settings) {
    Map<String, String> all =
        new TreeMap<>(Map.of("fsync", "off", "timezone", TestDatabase.TIME_ZONE));
    all.putAll(settings);
    // TCP only: the path of a Unix socket may be too long.
    all.putAll(Map.of("port", "" + port, "unix_socket_directories", ""));
    return all.entrySet().stream()
        .map(setting -> setting.getKey() + " = '" + setting.getValue() + "'\n")
        .collect(Collectors.joining());
  }
}
