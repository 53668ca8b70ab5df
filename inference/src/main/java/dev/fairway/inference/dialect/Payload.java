package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.Json;
import java.util.Locale;

/// A body that need not be JSON. The array is shared, not copied: treat it as constant.
///
/// @param type its content type as in the header, parameters included; empty when unknown
public record Payload(String type, byte[] bytes) {
  public static Payload json(Json json) {
    return new Payload("application/json", json.utf8());
  }

  /// The content type without its parameters, in lower case.
  public String mediaType() {
    return mediaType(type);
  }

  /// A content type without its parameters, in lower case.
  public static String mediaType(String type) {
    int parameters = type.indexOf(';');
    String bare = parameters < 0 ? type : type.substring(0, parameters);
    return bare.strip().toLowerCase(Locale.ROOT);
  }

  boolean isJson() {
    return mediaType().isEmpty() || mediaType().equals("application/json");
  }
}
