package dev.fairway.operator.inference;

import dev.fairway.api.v1.FreeJson;
import dev.fairway.inference.chat.EmbeddingRequest;
import dev.fairway.inference.chat.Json;
import dev.fairway.operator.conditions.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads `spec.inputContext` and `spec.parameters` into an [EmbeddingRequest]: `input` is a text or
/// a list of texts, `text` one text. There is nothing else to say to a model that embeds.
final class EmbeddingInput {
  private EmbeddingInput() {}

  /// @throws Refusal naming the field that is wrong
  static EmbeddingRequest read(String model, FreeJson inputContext, @Nullable FreeJson parameters) {
    Field root = new Field(ChatInput.INPUT, Json.parse(inputContext.toString()));
    for (Field field : root.fields()) {
      if (!field.name().equals("input") && !field.name().equals("text")) {
        throw field.wrong(model + " embeds texts: give input, a text or a list of texts");
      }
    }
    Field input = root.optional("input").orElseGet(() -> root.required("text"));
    List<String> texts = input.texts();
    if (texts.isEmpty()) throw input.wrong("must not be empty");
    return new EmbeddingRequest(model, texts, dimensions(model, parameters));
  }

  private static @Nullable Integer dimensions(String model, @Nullable FreeJson parameters) {
    if (parameters == null) return null;
    Integer dimensions = null;
    for (Field field : new Field(ChatParameters.PATH, Json.parse(parameters.toString())).fields()) {
      if (!field.name().equals("dimensions")) {
        throw field.wrong(model + " embeds texts and has no such parameter");
      }
      dimensions = ChatParameters.positive(field);
    }
    return dimensions;
  }
}
