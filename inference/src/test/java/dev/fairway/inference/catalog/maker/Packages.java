package dev.fairway.inference.catalog.maker;

import dev.fairway.inference.chat.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// The pinned packages in a folder. Nothing in them is run: one file is read out of each.
///
/// @param folder where the package files lie
/// @param pins the content of packages.json
record Packages(Path folder, Json pins) {

  /// The package's data file as text.
  ///
  /// @throws IllegalArgumentException when the package is missing or not the pinned one
  String read(String name) throws IOException {
    Json pin = pin(name);
    Path file = folder.resolve(required(pin, "file"));
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(
          "%s is missing in %s".formatted(file.getFileName(), folder));
    }
    String found = sha256(Files.readAllBytes(file));
    if (!found.equals(required(pin, "sha256"))) {
      throw new IllegalArgumentException(
          "%s has SHA-256 %s, pinned is %s; see packages.json"
              .formatted(file.getFileName(), found, required(pin, "sha256")));
    }
    return new String(entry(file, required(pin, "entry")), StandardCharsets.UTF_8);
  }

  private Json pin(String name) {
    return Values.items(pins).stream()
        .filter(pin -> name.equals(Values.text(pin, "name")))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " is not in packages.json"));
  }

  private static byte[] entry(Path file, String name) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry = zip.getEntry(name);
      if (entry == null) throw new IllegalArgumentException(file + " has no " + name);
      byte[] content = zip.getInputStream(entry).readAllBytes();
      if (!name.endsWith(".gz")) return content;
      return new GZIPInputStream(new ByteArrayInputStream(content)).readAllBytes();
    }
  }

  private static String required(Json pin, String field) {
    String value = Values.text(pin, field);
    if (value == null) throw new IllegalArgumentException("packages.json: no " + field);
    return value;
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
