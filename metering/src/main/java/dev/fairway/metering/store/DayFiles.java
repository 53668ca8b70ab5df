package dev.fairway.metering.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/// A file for each day in UTC, attached to the main database: what is old goes by deleting its
/// file, since deleted rows give no space back. Changes run under the lock of the one writer;
/// readers may list days at any time.
final class DayFiles {
  private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
  private static final String ENDING = ".duckdb";

  private final Path folder;
  private final String kind;
  private final Sql schema;
  private final NavigableSet<LocalDate> days = new ConcurrentSkipListSet<>();

  /// @param kind the files' prefix, and the name of their schema
  DayFiles(Path folder, String kind) {
    this.folder = folder;
    this.kind = kind;
    this.schema = Sql.of(kind);
  }

  void attachAll(Connection writer) throws SQLException {
    for (LocalDate day : stored()) attach(writer, day);
  }

  private List<LocalDate> stored() {
    List<LocalDate> found = new ArrayList<>();
    try (var files = Files.newDirectoryStream(folder, kind + "-*" + ENDING)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        found.add(
            LocalDate.parse(
                name.substring(kind.length() + 1, name.length() - ENDING.length()), DAY));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /// The name of the day's database, which is made when there is none.
  String forWriting(Connection writer, LocalDate day) throws SQLException {
    if (!days.contains(day)) attach(writer, day);
    return name(day);
  }

  private void attach(Connection writer, LocalDate day) throws SQLException {
    try (Statement statement = writer.createStatement()) {
      String file = file(day).toString().replace("'", "''");
      statement.execute("attach if not exists '%s' as %s".formatted(file, name(day)));
      for (String each : schema.with("day", name(day)).text().split(";\n")) {
        if (!each.isBlank()) statement.execute(each);
      }
    }
    days.add(day);
  }

  /// Takes the day off the list first, so that new questions do not ask for it.
  void drop(Connection writer, LocalDate day) throws SQLException {
    days.remove(day);
    try (Statement statement = writer.createStatement()) {
      statement.execute("detach " + name(day));
    }
    try {
      Files.deleteIfExists(file(day));
      Files.deleteIfExists(Path.of(file(day) + ".wal"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  NavigableSet<LocalDate> days() {
    return days;
  }

  @Nullable LocalDate oldest() {
    return days.isEmpty() ? null : days.first();
  }

  String name(LocalDate day) {
    return kind + "_" + DAY.format(day);
  }

  private Path file(LocalDate day) {
    return folder.resolve(kind + "-" + DAY.format(day) + ENDING);
  }

  long bytes() {
    return days.stream().mapToLong(this::bytes).sum();
  }

  long bytes(LocalDate day) {
    return size(file(day)) + size(Path.of(file(day) + ".wal"));
  }

  static long size(Path file) {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException _) {
      return 0;
    }
  }
}
