package dev.fairway.testing.simulator;

import static dev.fairway.testing.simulator.Trees.object;

import dev.fairway.inference.chat.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/// Cohere's embeddings and its ranking of documents.
final class CohereOperations {
  private CohereOperations() {}

  private static Json meta(Json billed) {
    return object("api_version", object("version", "2"), "billed_units", billed);
  }

  private static Wrong missing(String name) {
    return new Wrong(400, "invalid request: " + name + " must be specified");
  }

  record Embed(Function<String, float[]> embedding) implements Operation {
    private static final Set<String> FIELDS =
        Set.of(
            ("model input_type texts images inputs max_tokens output_dimension embedding_types"
                    + " truncate priority")
                .split(" "));

    @Override
    public Vendor vendor() {
      return Vendor.COHERE;
    }

    @Override
    public Understood understand(Received request) {
      Json.Obj body = Trees.body(request.body());
      Trees.checkFields(body, FIELDS, "invalid request: unknown field '%s'");
      for (String name : new String[] {"model", "input_type"}) {
        if (Trees.text(body, name).isEmpty()) {
          throw missing(name);
        }
      }
      List<String> texts = Trees.texts(body, "texts");
      if (texts.isEmpty()) {
        throw missing("texts");
      }
      List<String> types = Trees.texts(body, "embedding_types");
      return Understood.plain(
          Trees.text(body, "model"),
          String.join("\n", texts),
          reply ->
              Body.json(
                  answer(
                      texts,
                      types.isEmpty() ? List.of("float") : types,
                      Trees.number(body, "output_dimension"),
                      reply)));
    }

    private Json answer(List<String> texts, List<String> types, int dimensions, Reply reply) {
      Json.Obj embeddings = object();
      for (String type : types) {
        List<Object> vectors =
            texts.stream()
                .map(text -> form(HashVectors.shortened(embedding.apply(text), dimensions), type))
                .toList();
        embeddings = embeddings.with(type, Json.of(vectors));
      }
      int tokens = texts.stream().mapToInt(Answer::tokens).sum();
      return object(
          "id",
          reply.id(),
          "embeddings",
          embeddings,
          "texts",
          texts,
          "meta",
          meta(object("input_tokens", tokens)),
          "response_type",
          "embeddings_by_type");
    }

    private static Object form(float[] vector, String type) {
      return switch (type) {
        case "float" -> Embeddings.numbers(vector);
        case "base64" -> Embeddings.base64(vector);
        case "int8", "uint8" -> whole(vector, type.equals("int8") ? 0 : 128);
        case "binary", "ubinary" -> bits(vector, type.equals("binary") ? 128 : 0);
        default -> throw new Wrong(400, "invalid request: embedding type '" + type + "'");
      };
    }

    private static List<Integer> whole(float[] vector, int offset) {
      List<Integer> numbers = new ArrayList<>();
      for (float number : vector) {
        numbers.add(Math.round(number * 127) + offset);
      }
      return numbers;
    }

    /// Eight signs in a byte.
    private static List<Integer> bits(float[] vector, int offset) {
      List<Integer> bytes = new ArrayList<>();
      for (int i = 0; i < vector.length; i += 8) {
        int bits = 0;
        for (int j = i; j < i + 8; j++) {
          bits = bits * 2 + (j < vector.length && vector[j] > 0 ? 1 : 0);
        }
        bytes.add(bits - offset);
      }
      return bytes;
    }
  }

  /// The more words of the query a document holds, the better it ranks.
  record Rerank() implements Operation {
    private static final Set<String> FIELDS =
        Set.of("model", "query", "documents", "top_n", "max_tokens_per_doc", "priority");

    @Override
    public Vendor vendor() {
      return Vendor.COHERE;
    }

    @Override
    public Understood understand(Received request) {
      Json.Obj body = Trees.body(request.body());
      Trees.checkFields(body, FIELDS, "invalid request: unknown field '%s'");
      String query = Trees.text(body, "query");
      List<String> documents = Trees.texts(body, "documents");
      if (query.isEmpty()) {
        throw missing("query");
      }
      if (documents.isEmpty()) {
        throw missing("documents");
      }
      int top = Trees.number(body, "top_n");
      return Understood.plain(
          Trees.text(body, "model"),
          query,
          reply ->
              Body.json(
                  object(
                      "id",
                      reply.id(),
                      "results",
                      results(query, documents, top == 0 ? documents.size() : top),
                      "meta",
                      meta(object("search_units", 1)))));
    }

    private record Ranked(int index, double score) {}

    private static List<Json.Obj> results(String query, List<String> documents, int top) {
      List<Ranked> ranked = new ArrayList<>();
      for (int i = 0; i < documents.size(); i++) {
        ranked.add(new Ranked(i, score(query, documents.get(i))));
      }
      return ranked.stream()
          .sorted(Comparator.comparingDouble(Ranked::score).reversed())
          .limit(top)
          .map(one -> object("index", one.index(), "relevance_score", one.score()))
          .toList();
    }

    private static double score(String query, String document) {
      Set<String> words = Set.copyOf(words(document));
      List<String> asked = words(query);
      double shared = asked.stream().filter(words::contains).count();
      return Math.round(1_000 * shared / asked.size()) / 1_000.0;
    }

    private static List<String> words(String text) {
      return Arrays.asList(text.toLowerCase(Locale.ROOT).split("\\W+"));
    }
  }
}
