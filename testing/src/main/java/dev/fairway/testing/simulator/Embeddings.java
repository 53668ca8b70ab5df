package dev.fairway.testing.simulator;

import static dev.fairway.testing.simulator.Trees.object;

import dev.fairway.inference.chat.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// Embeddings in OpenAI's format.
///
/// @param fields what a request may hold
record Embeddings(Vendor vendor, Set<String> fields, Function<String, float[]> embedding)
    implements Operation {
  static final Set<String> OPENAI =
      Set.of("input", "model", "encoding_format", "dimensions", "user");
  static final Set<String> MISTRAL =
      Set.of("input", "model", "encoding_format", "output_dimension", "output_dtype", "metadata");

  @Override
  public Understood understand(Received request) {
    Json.Obj body = Trees.body(request.body());
    int status = vendor == Vendor.MISTRAL ? 422 : 400;
    Trees.checkFields(status, body, fields, "body.%s: Extra inputs are not permitted");
    List<String> inputs = inputs(body);
    return Understood.plain(
        Trees.text(body, "model"), String.join("\n", inputs), _ -> Body.json(answer(body, inputs)));
  }

  private static List<String> inputs(Json.Obj body) {
    return switch (body.fields().get("input")) {
      case Json.Str(var text) -> List.of(text);
      case Json.Arr(var items) -> items.stream().map(Embeddings::text).toList();
      case null, default -> throw new Wrong(400, "you must provide an input parameter");
    };
  }

  private static String text(Json item) {
    return item instanceof Json.Str(var text) ? text : item.text();
  }

  private Json answer(Json.Obj body, List<String> inputs) {
    boolean base64 = Trees.text(body, "encoding_format").equals("base64");
    int dimensions =
        Trees.number(body, vendor == Vendor.MISTRAL ? "output_dimension" : "dimensions");
    List<Json> data = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      float[] vector = HashVectors.shortened(embedding.apply(inputs.get(i)), dimensions);
      data.add(
          object(
              "object",
              "embedding",
              "index",
              i,
              "embedding",
              base64 ? base64(vector) : numbers(vector)));
    }
    int tokens = inputs.stream().mapToInt(Answer::tokens).sum();
    return object(
        "object",
        "list",
        "data",
        data,
        "model",
        Trees.text(body, "model"),
        "usage",
        object("prompt_tokens", tokens, "total_tokens", tokens));
  }

  static List<Float> numbers(float[] vector) {
    List<Float> numbers = new ArrayList<>(vector.length);
    for (float number : vector) {
      numbers.add(number);
    }
    return numbers;
  }

  static String base64(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float number : vector) {
      bytes.putFloat(number);
    }
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
