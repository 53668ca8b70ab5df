package dev.fairway.inference.onnx;

import dev.fairway.inference.onnx.LocalModel.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `pack.yaml` says of a local model: which files make it, what it does, where it comes from.
///
/// @param work null when the text does not say enough to try
/// @param files where the pack's files are
/// @param faults what is wrong with the text itself
record ModelPack(
    String name,
    String version,
    @Nullable Task task,
    @Nullable Work work,
    String licence,
    String source,
    PackFiles files,
    List<String> faults) {
  ModelPack {
    faults = List.copyOf(faults);
  }

  /// What a task is made of.
  sealed interface Work {
    record Embed(Encoder encoder, Pooling pooling, String prefix) implements Work {}

    /// @param field the answer's field that holds the label
    /// @param neutralBelow a winning probability below this is answered as `neutral`
    /// @param head a classifier on top of the pooled embedding; without one the model itself gives
    ///   a number per label
    record Classify(
        Encoder encoder,
        Pooling pooling,
        String field,
        List<String> labels,
        double neutralBelow,
        @Nullable PackFile head)
        implements Work {}

    record ReadText(PackFile detector, PackFile recogniser, PackFile characters) implements Work {}

    record DetectSpeech(PackFile model) implements Work {}
  }

  /// How a text gets into a model.
  ///
  /// @param maxTokens longest input in tokens, the two control tokens included
  record Encoder(PackFile model, PackFile tokenizer, int maxTokens, Tensors tensors) {}

  /// Names in the model file.
  ///
  /// @param types null when the model wants none
  record Tensors(String ids, String mask, @Nullable String types, String output) {}

  enum Pooling {
    /// The vector of the first token.
    CLS,
    /// The mean of all tokens.
    MEAN
  }

  LocalModel listed() {
    String fault = faults.isEmpty() ? null : String.join("; ", faults);
    return new LocalModel(name, version, task, licence, source, fault);
  }
}
