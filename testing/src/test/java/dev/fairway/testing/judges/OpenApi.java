package dev.fairway.testing.judges;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/// A small OpenAPI document round the types of the official SDKs.
final class OpenApi {
  private static final ObjectMapper JSON = new ObjectMapper();

  private OpenApi() {}

  /// Chats in every format, each below a folder of its own.
  static ObjectNode ofAllFormats() {
    ObjectNode document = JSON.createObjectNode().put("openapi", "3.1.0");
    document.putObject("info").put("title", "types of the SDKs").put("version", "1");
    ObjectNode paths = document.putObject("paths");
    ObjectNode schemas = document.putObject("components").putObject("schemas");
    for (Format format : Format.values()) {
      String prefix = format + ".";
      String pointer = "#/components/schemas/" + prefix;
      format
          .schemas()
          .definitions(pointer)
          .properties()
          .forEach(type -> schemas.set(prefix + type.getKey(), type.getValue()));
      ObjectNode post = paths.putObject(folder(format) + chats(format)).putObject("post");
      ObjectNode body = post.putObject("requestBody").put("required", true);
      addContent(body, pointer + format.root("Request"));
      ObjectNode ok = post.putObject("responses").putObject("200").put("description", "answer");
      addContent(ok, pointer + format.root("Answer"));
    }
    return document;
  }

  static String folder(Format format) {
    return "/" + format.name().toLowerCase(Locale.ROOT);
  }

  private static String chats(Format format) {
    return switch (format) {
      case OPENAI -> "/chat/completions";
      case RESPONSES -> "/responses";
      case ANTHROPIC_FIRST, ANTHROPIC -> "/v1/messages";
    };
  }

  private static void addContent(ObjectNode holder, String type) {
    ObjectNode content = holder.putObject("content");
    for (String mediaType : List.of("application/json", "text/event-stream")) {
      content.putObject(mediaType).putObject("schema").put("$ref", type);
    }
  }
}
