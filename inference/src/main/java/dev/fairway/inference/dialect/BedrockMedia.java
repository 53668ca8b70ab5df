package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.Part.Source;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Pictures, sounds and documents among the blocks of a message: bytes, or a place in S3. Their
/// kinds have short names here, which are also how files of the kind end.
final class BedrockMedia {
  private static final Map<String, String> IMAGES =
      Map.of("png", "image/png", "jpeg", "image/jpeg", "gif", "image/gif", "webp", "image/webp");
  private static final Map<String, String> SOUNDS =
      Map.of(
          "mp3", "audio/mpeg",
          "wav", "audio/wav",
          "ogg", "audio/ogg",
          "opus", "audio/opus",
          "flac", "audio/flac",
          "aac", "audio/aac",
          "mp4", "audio/mp4",
          "webm", "audio/webm");
  private static final Map<String, String> DOCUMENTS =
      Map.of(
          "pdf", "application/pdf",
          "csv", "text/csv",
          "doc", "application/msword",
          "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
          "xls", "application/vnd.ms-excel",
          "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          "html", "text/html",
          "txt", "text/plain",
          "md", "text/markdown");
  private static final String S3 = "s3://";

  private BedrockMedia() {}

  /// Null when the block is not of the kind, or has no canonical form: the text of a document, a
  /// file whose name does not tell its kind.
  static @Nullable Part read(Fields block) {
    if (block.value("image") != null) {
      Source source = source(block.object("image"), IMAGES);
      return source == null ? null : new Part.Image(source);
    }
    if (block.value("audio") != null) {
      Source source = source(block.object("audio"), SOUNDS);
      return source == null ? null : new Part.Audio(source);
    }
    Fields document = block.object("document");
    Source source = source(document, DOCUMENTS);
    return document == null || source == null
        ? null
        : new Part.Document(source, document.text("name"));
  }

  /// Nothing may be lost: what else stands in the block makes it one without a canonical form.
  private static @Nullable Source source(@Nullable Fields media, Map<String, String> kinds) {
    Fields source = media == null ? null : media.object("source");
    if (media == null || source == null || !isPlain(media) || source.json().fields().size() != 1) {
      return null;
    }
    String format = media.text("format", "");
    String kind = kinds.get(format);
    String bytes = source.text("bytes");
    if (bytes != null) {
      return kind == null ? null : new Source.Base64(kind, bytes);
    }
    Fields place = source.object("s3Location");
    String uri = place == null ? null : place.text("uri");
    return place != null
            && uri != null
            && place.json().fields().size() == 1
            && format(kinds, uri).equals(Optional.of(format))
        ? new Source.Url(uri)
        : null;
  }

  private static boolean isPlain(Fields media) {
    return media.json().fields().keySet().stream()
        .allMatch(name -> name.equals("format") || name.equals("source") || name.equals("name"));
  }

  static Optional<Body> image(Source source) {
    return body(source, IMAGES);
  }

  static Optional<Body> audio(Source source) {
    return body(source, SOUNDS);
  }

  static Optional<Body> document(Source source, String name) {
    return body(source, DOCUMENTS).map(body -> body.put("name", name));
  }

  /// Nothing when the kind is not known there, or the bytes are anywhere but in S3.
  private static Optional<Body> body(Source source, Map<String, String> kinds) {
    return switch (source) {
      case Source.Base64(var type, var data) ->
          formatOf(kinds, type).map(format -> body(format, new Body().put("bytes", data)));
      case Source.Url(var url) ->
          url.startsWith(S3)
              ? format(kinds, url)
                  .map(format ->
                      body(format, new Body().put("s3Location", new Body().put("uri", url))))
              : Optional.empty();
    };
  }

  private static Body body(String format, Body source) {
    return new Body().put("format", format).put("source", source);
  }

  private static Optional<String> formatOf(Map<String, String> kinds, String type) {
    String plain = type.toLowerCase(Locale.ROOT).replace("image/jpg", "image/jpeg");
    return kinds.entrySet().stream()
        .filter(kind -> kind.getValue().equals(plain))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static Optional<String> format(Map<String, String> kinds, String uri) {
    String ending = uri.substring(uri.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    String format = ending.equals("jpg") ? "jpeg" : ending;
    return kinds.containsKey(format) ? Optional.of(format) : Optional.empty();
  }
}
