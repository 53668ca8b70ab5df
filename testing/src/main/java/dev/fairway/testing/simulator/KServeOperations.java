package dev.fairway.testing.simulator;

import static dev.fairway.testing.simulator.Trees.object;

import dev.fairway.inference.chat.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The KServe V2 protocol below `/v2`: what the server is, whether it is well, what its models
/// take, and inference on tensors.
final class KServeOperations {
  private static final Set<String> DATATYPES =
      Set.of(
          "BOOL UINT8 UINT16 UINT32 UINT64 INT8 INT16 INT32 INT64 FP16 FP32 FP64 BYTES".split(" "));

  private final Chat generate;
  private final Function<String, float[]> embedding;

  KServeOperations(SimulatorSettings settings) {
    this.generate = new Chat(new KServeWire(), settings);
    this.embedding = settings.embedding();
  }

  Optional<Operation> find(String method, List<String> path) {
    boolean models = path.size() > 2 && path.get(1).equals("models");
    List<String> rest = models ? afterModel(path) : path.subList(1, path.size());
    String call = method + " " + String.join("/", rest);
    return Optional.ofNullable(models ? ofModel(call, path.get(2)) : ofServer(call));
  }

  /// What follows the model and its version, if there is one.
  private static List<String> afterModel(List<String> path) {
    boolean version = path.size() > 4 && path.get(3).equals("versions");
    return path.subList(version ? 5 : 3, path.size());
  }

  private static @Nullable Operation ofServer(String call) {
    return switch (call) {
      case "GET " ->
          listing(
              object(
                  "name", "fairway-simulator", "version", "1", "extensions", List.of("generate")));
      case "GET health/live" -> listing(object("live", true));
      case "GET health/ready" -> listing(object("ready", true));
      default -> null;
    };
  }

  private @Nullable Operation ofModel(String call, String model) {
    return switch (call) {
      case "GET " -> listing(metadata(model));
      case "GET ready" -> listing(object("name", model, "ready", !model.startsWith("no-such")));
      case "POST infer" -> new Infer(model, embedding);
      case "POST generate", "POST generate_stream" -> generate;
      default -> null;
    };
  }

  private static Operation listing(Json answer) {
    return new Listing(Vendor.KSERVE, _ -> answer);
  }

  private static Json metadata(String model) {
    return object(
        "name",
        model,
        "versions",
        List.of("1"),
        "platform",
        "simulator",
        "inputs",
        List.of(object("name", "text", "datatype", "BYTES", "shape", List.of(-1))),
        "outputs",
        List.of(object("name", "embedding", "datatype", "FP32", "shape", List.of(-1, 32))));
  }

  /// Texts become vectors, numbers come back as they are.
  private record Infer(String model, Function<String, float[]> embedding) implements Operation {
    @Override
    public Vendor vendor() {
      return Vendor.KSERVE;
    }

    @Override
    public Understood understand(Received request) {
      Json.Obj body = Trees.body(request.body());
      List<Json.Obj> inputs = Trees.children(body, "inputs");
      if (inputs.isEmpty()) {
        throw new Wrong(400, "inputs: field required");
      }
      List<String> texts = new ArrayList<>();
      List<Json> outputs = new ArrayList<>();
      for (Json.Obj input : inputs) {
        check(input);
        boolean text = Trees.text(input, "datatype").equals("BYTES");
        texts.addAll(text ? Trees.texts(input, "data") : List.of());
        outputs.add(text ? embedded(Trees.texts(input, "data")) : input);
      }
      Json.Obj answer = object("model_name", model, "model_version", "1");
      String id = Trees.text(body, "id");
      Json.Obj named = id.isEmpty() ? answer : answer.with("id", new Json.Str(id));
      return Understood.plain(
          model,
          String.join("\n", texts),
          _ -> Body.json(named.with("outputs", new Json.Arr(outputs))));
    }

    private static void check(Json.Obj input) {
      String name = Trees.text(input, "name");
      if (name.isEmpty() || !DATATYPES.contains(Trees.text(input, "datatype"))) {
        throw new Wrong(400, "input '" + name + "': name and a known datatype are required");
      }
      if (!(input.fields().get("shape") instanceof Json.Arr(var shape))
          || !(input.fields().get("data") instanceof Json.Arr data)) {
        throw new Wrong(400, "input '" + name + "': shape and data are required");
      }
      long wanted =
          shape.stream()
              .mapToLong(side -> side instanceof Json.Num(var value) ? value.longValue() : 0)
              .reduce(1, (first, second) -> first * second);
      if (elements(data) != wanted) {
        throw new Wrong(
            400,
            "input '%s': data has %d elements, shape %d".formatted(name, elements(data), wanted));
      }
    }

    /// Data may be nested as the shape is, or flat.
    private static long elements(Json data) {
      return data instanceof Json.Arr(var items)
          ? items.stream().mapToLong(Infer::elements).sum()
          : 1;
    }

    private Json embedded(List<String> texts) {
      List<Float> all = new ArrayList<>();
      int size = 0;
      for (String text : texts) {
        List<Float> vector = Embeddings.numbers(embedding.apply(text));
        size = vector.size();
        all.addAll(vector);
      }
      return object(
          "name",
          "embedding",
          "datatype",
          "FP32",
          "shape",
          List.of(texts.size(), size),
          "data",
          all);
    }
  }
}
