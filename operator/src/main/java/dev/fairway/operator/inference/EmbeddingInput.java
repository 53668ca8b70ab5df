package dev.fairway.operator.inference;

import dev.fairway.api.v1.FreeJson;
import dev.fairway.inference.chat.EmbeddingRequest;
import dev.fairway.inference.chat.Extras;
import dev.fairway.inference.chat.Json;
import dev.fairway.operator.conditions.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads `spec.inputContext` and `spec.parameters` into an [EmbeddingRequest]: `input` is a text, a
/// list of texts, or texts as numbers of tokens; `text` is one text. There is nothing else to say
/// to a model that embeds.
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
    Integer dimensions = dimensions(model, parameters);
    if (!holdsTokens(input)) {
      List<String> texts = input.isList() ? input.textsNotEmpty() : List.of(input.textNotBlank());
      return new EmbeddingRequest(model, texts, dimensions);
    }
    return new EmbeddingRequest(
        model, List.of(), tokens(input), dimensions, null, null, null, Extras.NONE);
  }

  private static boolean holdsTokens(Field input) {
    return input.isList()
        && input.items().stream().anyMatch(item -> item.isList() || item.isNumber());
  }

  /// A list of token numbers is one text, a list of such lists several.
  private static List<List<Integer>> tokens(Field input) {
    List<Field> items = input.items();
    return items.getFirst().isList()
        ? items.stream().map(EmbeddingInput::numbers).toList()
        : List.of(numbers(input));
  }

  private static List<Integer> numbers(Field list) {
    return list.itemsNotEmpty().stream().map(EmbeddingInput::token).toList();
  }

  private static Integer token(Field field) {
    long number = field.integer();
    if (number < 0 || number > Integer.MAX_VALUE) throw field.wrong("is not the number of a token");
    return (int) number;
  }

  /// For models whose tokens nobody outside knows.
  ///
  /// @throws Refusal when there are tokens
  static EmbeddingRequest onlyTexts(EmbeddingRequest request) {
    if (request.tokens().isEmpty()) return request;
    throw new Refusal(
        "InvalidInput",
        "%s.input: %s takes texts, not tokens".formatted(ChatInput.INPUT, request.model()));
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
