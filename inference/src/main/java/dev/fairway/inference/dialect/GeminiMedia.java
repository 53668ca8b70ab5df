package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.Part.Source;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Pictures, sounds and documents among the parts of a content: `inlineData` and `fileData`.
final class GeminiMedia {
  /// Kinds that a file's name tells. A file at a URL goes with its kind, which our form lacks.
  private static final Map<String, String> BY_ENDING =
      Map.ofEntries(
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("webp", "image/webp"),
          Map.entry("gif", "image/gif"),
          Map.entry("heic", "image/heic"),
          Map.entry("mp3", "audio/mpeg"),
          Map.entry("wav", "audio/wav"),
          Map.entry("ogg", "audio/ogg"),
          Map.entry("flac", "audio/flac"),
          Map.entry("pdf", "application/pdf"),
          Map.entry("txt", "text/plain"),
          Map.entry("html", "text/html"),
          Map.entry("csv", "text/csv"));

  private GeminiMedia() {}

  /// Null when the part holds nothing of the kind, or something without a canonical form, such as a
  /// film.
  static @Nullable Part read(Fields part) {
    Fields inline = part.object("inlineData");
    if (inline != null) {
      String type = inline.required("mimeType");
      Source source = new Source.Base64(type, inline.required("data"));
      Part read = of(type, source, inline.text("displayName"));
      keepRest(read, inline);
      return read;
    }
    Fields file = part.object("fileData");
    if (file == null) {
      return null;
    }
    String url = file.required("fileUri");
    String told = typeOf(url);
    String type = file.json().fields().get("mimeType") instanceof Json.Str(var text) ? text : told;
    if (type == null) {
      return null;
    }
    if (type.equals(told)) {
      file.value("mimeType"); // will be told from the name again
    }
    Part read = of(type, new Source.Url(url), file.text("displayName"));
    keepRest(read, file);
    return read;
  }

  private static void keepRest(@Nullable Part read, Fields fields) {
    if (read != null) {
      fields.keepRest();
    }
  }

  private static @Nullable Part of(String type, Source source, @Nullable String title) {
    String kind = type.toLowerCase(Locale.ROOT);
    if (kind.startsWith("image/")) {
      return new Part.Image(source);
    }
    if (kind.startsWith("audio/")) {
      return new Part.Audio(source);
    }
    return kind.equals("application/pdf") || kind.startsWith("text/")
        ? new Part.Document(source, title)
        : null;
  }

  static Body write(Source source) {
    return switch (source) {
      case Source.Base64(var type, var data) ->
          new Body().put("inlineData", new Body().put("mimeType", type).put("data", data));
      case Source.Url(var url) ->
          new Body().put("fileData", new Body().put("mimeType", typeOf(url)).put("fileUri", url));
    };
  }

  private static @Nullable String typeOf(String url) {
    String path = url.replaceFirst("[?#].*", "");
    return BY_ENDING.get(path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }
}
