package dev.fairway.testing.simulator;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A `multipart/form-data` body: its fields by name, of each name the last.
record Multipart(Map<String, byte[]> fields) {
  private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");
  private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"");

  static Multipart of(Received request) {
    Matcher boundary = BOUNDARY.matcher(request.header("content-type").orElse(""));
    if (!boundary.find()) {
      throw new Wrong(400, "Could not parse multipart form");
    }
    Map<String, byte[]> fields = new LinkedHashMap<>();
    String body = "\r\n" + new String(request.body(), StandardCharsets.ISO_8859_1);
    String[] parts = body.split(Pattern.quote("\r\n--" + boundary.group(1)), -1);
    for (int i = 1; i < parts.length - 1; i++) {
      int end = parts[i].indexOf("\r\n\r\n");
      Matcher name = NAME.matcher(parts[i]);
      if (end < 0 || !name.find()) {
        throw new Wrong(400, "Could not parse multipart form");
      }
      fields.put(name.group(1), parts[i].substring(end + 4).getBytes(StandardCharsets.ISO_8859_1));
    }
    return new Multipart(fields);
  }

  String text(String name) {
    return new String(fields.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
  }

  /// @throws Wrong when the field is missing
  byte[] file(String name) {
    byte[] file = fields.get(name);
    if (file == null) {
      throw new Wrong(400, "Missing required parameter: '" + name + "'.");
    }
    return file;
  }
}
