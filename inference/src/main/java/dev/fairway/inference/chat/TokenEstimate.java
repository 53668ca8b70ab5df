package dev.fairway.inference.chat;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// A guess at the input tokens of a request, for providers that count only when they answer. Rather
/// too high than too low: it reserves budget, and is always labelled an estimate.
///
/// - text, schemas and arguments: one token for three bytes of UTF-8, and four for each message
/// - a picture: 1,600, about the most that one costs where pictures are scaled down before use
/// - a document: one for 25 bytes, at least 3,000, about a scanned page
/// - a sound: one for 1,600 bytes, which is ten a second of common MP3
/// - a file that only the provider can see: as the least of its kind
public final class TokenEstimate {
  private static final int BYTES_PER_TOKEN = 3;
  private static final int TOKENS_PER_MESSAGE = 4;
  private static final int TOKENS_PER_IMAGE = 1_600;
  private static final int TOKENS_PER_DOCUMENT = 3_000;
  private static final int DOCUMENT_BYTES_PER_TOKEN = 25;
  private static final int SOUND_BYTES_PER_TOKEN = 1_600;

  private TokenEstimate() {}

  public static TokenCount of(ChatRequest request) {
    long tokens = 0;
    for (Message message : request.messages()) {
      tokens += TOKENS_PER_MESSAGE;
      for (Part part : message.parts()) {
        tokens += tokens(part);
      }
    }
    for (Tool tool : request.tools()) {
      String description = tool.description() == null ? "" : tool.description();
      tokens += tokens(tool.name() + description + tool.parameters().text());
    }
    if (request.output() instanceof OutputFormat.Schema schema) {
      tokens += tokens(schema.schema().text());
    }
    return new TokenCount(tokens, Usage.Source.ESTIMATED, List.of());
  }

  private static long tokens(Part part) {
    return switch (part) {
      case Part.Text(var text) -> tokens(text);
      case Part.Image _ -> TOKENS_PER_IMAGE;
      case Part.Document(var source, _) ->
          Math.max(TOKENS_PER_DOCUMENT, bytes(source) / DOCUMENT_BYTES_PER_TOKEN);
      case Part.Audio(var source) -> bytes(source) / SOUND_BYTES_PER_TOKEN;
      case Part.ToolCall call -> tokens(call.name() + call.arguments().text());
      case Part.ToolResult result ->
          result.content().stream().mapToLong(TokenEstimate::tokens).sum();
      case Part.Thinking(var text, _) -> tokens(text);
      case Part.RedactedThinking(var data) -> tokens(data);
      case Part.Opaque(_, var block) -> tokens(block.text());
    };
  }

  private static long bytes(Part.Source source) {
    return switch (source) {
      case Part.Source.Base64(_, var data) -> data.length() * 3L / 4;
      case Part.Source.Url _ -> 0;
    };
  }

  /// Of a text.
  public static long tokens(String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    return Math.ceilDiv(bytes, BYTES_PER_TOKEN);
  }
}
