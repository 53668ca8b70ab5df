package dev.fairway.apiserver.pipeline;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The older form of OpenAPI, without any path or schema. kubectl looks here for a kind that v3
/// does not have, and only with an answer tells its user that the kind does not exist.
final class OpenApiV2 {
  /// The only form that kubectl asks for (with an `@` that no answer may have): the messages
  /// `Document` and `Info` of gnostic's schema.
  private static final String PROTOBUF =
      "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

  private static final String SWAGGER = "2.0";
  private static final String TITLE = "Fairway";

  private OpenApiV2() {}

  static ApiAnswer answer(ApiRequest request) {
    return request.header("accept").orElse("").contains("protobuf")
        ? Answers.of(200, PROTOBUF, document())
        : Answers.json(200, tree());
  }

  private static Map<String, Object> tree() {
    return Trees.of(
        "swagger",
        SWAGGER,
        "info",
        Trees.of("title", TITLE, "version", ServerVersion.GIT),
        "paths",
        Map.of());
  }

  private static byte[] document() {
    byte[] info = message(text(TITLE), text(ServerVersion.GIT));
    return message(text(SWAGGER), info);
  }

  /// A protobuf message of two fields, 1 and 2, each shorter than 128 bytes.
  private static byte[] message(byte[] first, byte[] second) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.write(1 << 3 | 2);
    message.write(first.length);
    message.writeBytes(first);
    message.write(2 << 3 | 2);
    message.write(second.length);
    message.writeBytes(second);
    return message.toByteArray();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
