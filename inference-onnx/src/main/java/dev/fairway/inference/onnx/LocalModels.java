package dev.fairway.inference.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.fairway.inference.chat.ChatModel;
import dev.fairway.inference.chat.EmbeddingModel;
import dev.fairway.inference.chat.ModelFailure.Unavailable;
import dev.fairway.inference.chat.ModelFailureException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The models that run in this process: no key, no network, price 0. They load on first use; packs
/// that name the same model file share one session. Any thread may call; at most `workers` runs
/// happen at once, a few more wait, the rest is refused as throttled.
///
/// Close it before the JVM exits: the native library must not be torn down under a run.
public final class LocalModels implements AutoCloseable {
  private final Map<String, ModelPack> packs = new LinkedHashMap<>();
  private final Map<String, Network> networks = new HashMap<>();
  private final ReentrantLock loading = new ReentrantLock();
  private final RunSlots slots;

  /// What a pack's files become: text in, vector out.
  record Network(WordPiece tokenizer, Embedder embedder) {}

  /// @param workers native runs at a time; as many as cores is a good choice
  public LocalModels(int workers) {
    this.slots = new RunSlots(workers);
    for (String name : List.of("sentiment-en", "bge-small-en-v1.5")) {
      packs.put(name, ModelPack.builtIn(name));
    }
  }

  /// The models for chats, by name, with the version of their pack.
  public Map<String, String> chatModels() {
    return versions(ModelPack.Task.CLASSIFY);
  }

  /// The models for embeddings, by name, with the version of their pack.
  public Map<String, String> embeddingModels() {
    return versions(ModelPack.Task.EMBED);
  }

  /// The model of that name; empty when there is none.
  public Optional<ChatModel> chat(String name) {
    return pack(name, ModelPack.Task.CLASSIFY)
        .map(pack -> new SentimentModel(pack, this::network, slots));
  }

  /// The model of that name; empty when there is none.
  public Optional<EmbeddingModel> embeddings(String name) {
    return pack(name, ModelPack.Task.EMBED)
        .map(pack -> new TextEmbedding(pack, this::network, slots));
  }

  /// Loads a model now, so that its first call does not pay for that.
  public void load(String name) {
    Optional.ofNullable(packs.get(name)).ifPresent(this::network);
  }

  @Override
  public void close() {
    slots.close();
    loading.lock();
    try {
      for (Network network : networks.values()) {
        network.embedder().close();
      }
      networks.clear();
    } catch (OrtException e) {
      throw new IllegalStateException("closing a local model failed", e);
    } finally {
      loading.unlock();
    }
  }

  private Map<String, String> versions(ModelPack.Task task) {
    Map<String, String> versions = new LinkedHashMap<>();
    packs.values().stream()
        .filter(pack -> pack.task() == task)
        .forEach(pack -> versions.put(pack.name(), pack.version()));
    return versions;
  }

  private Optional<ModelPack> pack(String name, ModelPack.Task task) {
    return Optional.ofNullable(packs.get(name)).filter(pack -> pack.task() == task);
  }

  private Network network(ModelPack pack) {
    loading.lock();
    try {
      Network loaded = networks.get(pack.model().resource());
      if (loaded == null) {
        loaded = open(pack);
        networks.put(pack.model().resource(), loaded);
      }
      return loaded;
    } finally {
      loading.unlock();
    }
  }

  private static Network open(ModelPack pack) {
    List<String> faults = new ArrayList<>();
    byte[] tokenizer = pack.tokenizer().read(faults);
    byte[] model = pack.model().read(faults);
    if (!faults.isEmpty()) {
      throw unusable(pack, String.join("; ", faults), null);
    }
    try (InputStream in = new ByteArrayInputStream(tokenizer)) {
      return new Network(
          WordPiece.ofTokenizerJson(in),
          new Embedder(OrtEnvironment.getEnvironment(), model, pack.pooling()));
    } catch (IOException | OrtException e) {
      throw unusable(pack, String.valueOf(e.getMessage()), e);
    }
  }

  private static ModelFailureException unusable(
      ModelPack pack, String why, @Nullable Throwable cause) {
    return new ModelFailureException(
        new Unavailable(
            "the model pack " + pack.name() + " cannot be used: " + why, null, null, false),
        cause);
  }
}
