package dev.fairway.inference.onnx;

import dev.fairway.inference.chat.ChatModel;
import dev.fairway.inference.chat.EmbeddingModel;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.onnx.ModelPack.Work;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The models that run in this process: no key, no network, price 0. They load on first use; packs
/// that bring the same model file share one session. A broken pack fails its own calls and nothing
/// else. Any thread may call; at most `workers` runs happen at once, a few more wait, the rest is
/// refused as throttled.
///
/// Close it before the JVM exits: the native library must not be torn down under a run.
public final class LocalModels implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalModels.class);
  private static final Duration LOADING = Duration.ofMinutes(1);

  private final Map<String, ModelPack> packs;
  private final Map<String, Opened> opened = new ConcurrentHashMap<>();
  private final PackLoader loader;
  private final RunSlots slots;
  private final LocalSettings settings;

  /// The two faces of a pack; a task has one of them.
  private sealed interface Opened {
    /// Loads the files.
    void load();

    record Chat(ChatModel model, Lazy<?> loaded) implements Opened {
      @Override
      public void load() {
        loaded.get();
      }
    }

    record Embeddings(EmbeddingModel model, Lazy<?> loaded) implements Opened {
      @Override
      public void load() {
        loaded.get();
      }
    }
  }

  /// @throws IllegalArgumentException when a folder of the settings cannot be used
  public LocalModels(LocalSettings settings) {
    this.settings = settings;
    this.packs = Packs.find(settings.packs());
    this.loader = new PackLoader(new Sessions());
    this.slots = new RunSlots(settings.workers());
    if (settings.natives() != null) {
      NativeLibraries.unpack(settings.natives());
    }
    for (LocalModel model : models()) {
      if (model.fault() != null) {
        LOG.atWarn().addKeyValue("model", model.name()).log("broken model pack: " + model.fault());
      }
    }
  }

  /// All models, those of broken packs too.
  public List<LocalModel> models() {
    return packs.values().stream().map(ModelPack::listed).toList();
  }

  /// The model of that name that answers chats; empty when there is none.
  public Optional<ChatModel> chat(String name) {
    return opened(name)
        .filter(Opened.Chat.class::isInstance)
        .map(chat -> ((Opened.Chat) chat).model());
  }

  /// The model of that name that embeds texts; empty when there is none.
  public Optional<EmbeddingModel> embeddings(String name) {
    return opened(name)
        .filter(Opened.Embeddings.class::isInstance)
        .map(embeddings -> ((Opened.Embeddings) embeddings).model());
  }

  /// Loads a model now, so that its first call does not pay for that.
  ///
  /// @throws ModelFailureException when its pack is broken; the message names all its faults
  public void load(String name) {
    opened(name)
        .ifPresent(model ->
            slots.run(
                () -> {
                  model.load();
                  return true;
                },
                LOADING));
  }

  @Override
  public void close() {
    slots.close();
    loader.close();
  }

  private Optional<Opened> opened(String name) {
    return Optional.ofNullable(packs.get(name))
        .filter(pack -> pack.task() != null)
        .map(pack -> opened.computeIfAbsent(name, _ -> open(pack)));
  }

  private Opened open(ModelPack pack) {
    return switch (pack.work()) {
      case null -> broken(pack);
      case Work.Embed work -> {
        Lazy<TextEmbedding.Loaded> loaded = new Lazy<>(() -> loader.embedding(pack, work));
        yield new Opened.Embeddings(
            new TextEmbedding(pack.name(), loaded, work.prefix(), slots), loaded);
      }
      case Work.Classify work -> {
        Lazy<Classification.Loaded> loaded = new Lazy<>(() -> loader.classification(pack, work));
        yield chat(
            pack,
            new Classification(loaded, work.field(), work.labels(), work.neutralBelow()),
            loaded);
      }
      case Work.ReadText work -> {
        Lazy<TextReader> loaded = new Lazy<>(() -> loader.textReader(pack, work));
        yield chat(pack, new PictureReading(loaded, settings.pictures()), loaded);
      }
      case Work.DetectSpeech work -> {
        Lazy<SpeechDetector> loaded = new Lazy<>(() -> loader.speechDetector(pack, work));
        yield chat(pack, new SpeechDetection(loaded), loaded);
      }
    };
  }

  private Opened chat(ModelPack pack, LocalTask task, Lazy<?> loaded) {
    return new Opened.Chat(new LocalChat(pack.name(), task, slots), loaded);
  }

  private Opened broken(ModelPack pack) {
    Lazy<Object> failing =
        new Lazy<>(() -> {
          throw PackLoader.unusable(pack, pack.faults());
        });
    if (pack.task() == LocalModel.Task.EMBED) {
      return new Opened.Embeddings(
          (_, _) -> {
            throw PackLoader.unusable(pack, pack.faults());
          },
          failing);
    }
    return new Opened.Chat(
        (_, _) -> {
          throw PackLoader.unusable(pack, pack.faults());
        },
        failing);
  }
}
