package dev.fairway.metering.store;

import dev.fairway.metering.usage.Measure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;

/// A statement of a resource file with places to fill. What is filled in is of our own making;
/// values of callers are parameters.
record Sql(String text) {
  static Sql of(String name) {
    try (InputStream in = Sql.class.getResourceAsStream(name + ".sql")) {
      if (in == null) throw new IllegalStateException("no statement " + name);
      return new Sql(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Sql with(String place, String part) {
    return new Sql(text.replace("${" + place + "}", part));
  }

  static String time(Instant instant) {
    return "timestamptz '" + instant + "'";
  }

  /// The columns of all measures, each in that form.
  static String measures(String form) {
    return Arrays.stream(Measure.values())
        .map(measure -> form.replace("?", measure.column()))
        .collect(Collectors.joining(", "));
  }
}
