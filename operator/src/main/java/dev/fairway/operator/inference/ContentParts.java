package dev.fairway.operator.inference;

import dev.fairway.inference.chat.Part;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads the content of a message: a string, or a list of parts in the shapes that OpenAI's and
/// Anthropic's users write.
final class ContentParts {
  private static final String IMAGES = "image/";
  private static final String BASE64_MARK = ";base64,";

  private ContentParts() {}

  static List<Part> read(Field content) {
    if (content.isText()) return List.of(new Part.Text(content.text()));
    return content.itemsNotEmpty().stream().map(ContentParts::part).toList();
  }

  private static Part part(Field part) {
    if (part.isText()) return new Part.Text(part.text());
    Field type = part.required("type");
    return switch (type.text()) {
      case "text" -> new Part.Text(part.required("text").text());
      case "image_url" -> imageUrl(part.required("image_url"));
      case "image" -> new Part.Image(source(part.required("source")));
      case "input_audio" -> new Part.Audio(inputAudio(part.required("input_audio")));
      case "document" ->
          new Part.Document(source(part.required("source")), optionalText(part, "title"));
      case "tool_use" ->
          new Part.ToolCall(
              part.required("id").text(),
              part.required("name").text(),
              part.required("input").value());
      case "tool_result" -> toolResult(part);
      case "thinking" ->
          new Part.Thinking(part.required("thinking").text(), optionalText(part, "signature"));
      default ->
          throw type.wrong(
              "must be text, image, image_url, input_audio, document, tool_use, tool_result or thinking, is "
                  + type.text());
    };
  }

  private static Part toolResult(Field part) {
    boolean error = part.optional("is_error").map(Field::bool).orElse(false);
    List<Part> content = part.optional("content").map(ContentParts::read).orElse(List.of());
    return new Part.ToolResult(part.required("tool_use_id").text(), content, error);
  }

  private static Part.Source source(Field source) {
    if (source.optional("url").isPresent()) return url(source.required("url"));
    return new Part.Source.Base64(
        source.required("media_type").textNotBlank(), source.required("data").textNotBlank());
  }

  /// A URL, or an object with one; a `data:` URL carries the picture itself.
  static Part imageUrl(Field image) {
    Field url = image.isText() ? image : image.required("url");
    return new Part.Image(url.text().startsWith("data:") ? data(url) : url(url));
  }

  private static Part.Source url(Field url) {
    if (!url.text().startsWith("https://") && !url.text().startsWith("http://")) {
      throw url.wrong("must be an http or https URL");
    }
    return new Part.Source.Url(url.text());
  }

  static Part document(Field document) {
    Part.Source source =
        document.optional("url").isPresent() ? url(document.required("url")) : data(document);
    return new Part.Document(source, optionalText(document, "title"));
  }

  private static Part.Source inputAudio(Field audio) {
    Field format = audio.required("format");
    String mediaType =
        switch (format.text()) {
          case "wav" -> "audio/wav";
          case "mp3" -> "audio/mpeg";
          default -> throw format.wrong("must be wav or mp3, is " + format.text());
        };
    return new Part.Source.Base64(mediaType, audio.required("data").textNotBlank());
  }

  /// As an image or document.
  static Part.Source data(Field field) {
    return data(field, ContentParts::guessedImage);
  }

  /// As audio.
  static Part.Source audio(Field field) {
    return data(field, ContentParts::guessedAudio);
  }

  /// `{media_type, data}`, a `data:` URL, or bare Base64 whose first characters tell the format.
  private static Part.Source data(Field field, Function<Field, String> guess) {
    if (!field.isText()) {
      return new Part.Source.Base64(
          field.required("media_type").textNotBlank(), field.required("data").textNotBlank());
    }
    String text = field.textNotBlank();
    if (!text.startsWith("data:")) return new Part.Source.Base64(guess.apply(field), text);
    int mark = text.indexOf(BASE64_MARK);
    if (mark < 0) throw field.wrong("must be a data URL with ;base64,");
    return new Part.Source.Base64(
        text.substring("data:".length(), mark), text.substring(mark + BASE64_MARK.length()));
  }

  private static String guessedImage(Field field) {
    String base64 = field.text();
    if (base64.startsWith("iVBORw0KGgo")) return IMAGES + "png";
    if (base64.startsWith("/9j/")) return IMAGES + "jpeg";
    if (base64.startsWith("R0lGOD")) return IMAGES + "gif";
    if (base64.startsWith("UklGR")) return IMAGES + "webp";
    throw field.wrong("is no PNG, JPEG, GIF or WebP in Base64; say {media_type: ..., data: ...}");
  }

  private static String guessedAudio(Field field) {
    String base64 = field.text();
    if (base64.startsWith("UklGR")) return "audio/wav";
    if (base64.startsWith("SUQz") || base64.startsWith("//")) return "audio/mpeg";
    throw field.wrong("is no WAV or MP3 in Base64; say {media_type: ..., data: ...}");
  }

  private static @Nullable String optionalText(Field part, String name) {
    return part.optional(name).map(Field::text).orElse(null);
  }
}
