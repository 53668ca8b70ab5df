package dev.fairway.inference.onnx;

import ai.onnxruntime.OrtException;
import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.CallContext.Unsupported;
import dev.fairway.inference.chat.EmbeddingModel;
import dev.fairway.inference.chat.EmbeddingRequest;
import dev.fairway.inference.chat.EmbeddingResponse;
import dev.fairway.inference.chat.ModelFailure.UnsupportedParameter;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

/// Texts to vectors of length 1, one run per text: a batch would gain nothing on a CPU. The texts
/// of one request are spread over the slots.
///
/// @param prefix put before each text, where the model was trained with one
record TextEmbedding(String name, Lazy<Loaded> loaded, String prefix, RunSlots slots)
    implements EmbeddingModel {
  /// Texts in one request.
  private static final int MAX_TEXTS = 2048;

  record Loaded(TextInput input, Embedder embedder) {}

  @Override
  public EmbeddingResponse embed(EmbeddingRequest request, CallContext context) {
    int texts = request.input().size();
    if (texts == 0 || texts > MAX_TEXTS) {
      throw new BadInput("input has %d texts, must have 1 to %d".formatted(texts, MAX_TEXTS))
          .of(name);
    }
    float[][] vectors = new float[texts][];
    AtomicLong tokens = new AtomicLong();
    int stripes = Math.min(slots.workers(), texts);
    List<Callable<Boolean>> work = new ArrayList<>();
    for (int i = 0; i < stripes; i++) {
      int first = i;
      work.add(() -> {
        for (int text = first; text < texts; text += stripes) {
          RunSlots.goOn();
          vectors[text] = vector(request, text, tokens);
        }
        return true;
      });
    }
    slots.runAll(work, context.timeout());
    return new EmbeddingResponse(name, List.of(vectors), Usage.of(tokens.get(), 0));
  }

  private float[] vector(EmbeddingRequest request, int text, AtomicLong tokens)
      throws OrtException {
    // Refused from lenient callers as well: the answer has no place to say that a text was cut.
    Omitted omitted = new Omitted(name, Unsupported.REFUSE);
    long[] ids = loaded.get().input().tokens(prefix + request.input().get(text), omitted);
    tokens.addAndGet(ids.length);
    float[] vector = loaded.get().embedder().embed(ids);
    refuseOtherWidth(request, vector.length);
    return vector;
  }

  private void refuseOtherWidth(EmbeddingRequest request, int width) {
    Integer asked = request.dimensions();
    if (asked != null && asked != width) {
      throw new ModelFailureException(
          new UnsupportedParameter(
              name + " has vectors of " + width + " dimensions only", "dimensions"));
    }
  }
}
