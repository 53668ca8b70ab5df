package dev.fairway.inference.onnx;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.EmbeddingModel;
import dev.fairway.inference.chat.EmbeddingRequest;
import dev.fairway.inference.chat.EmbeddingResponse;
import dev.fairway.inference.chat.ModelFailure.ContextTooLong;
import dev.fairway.inference.chat.ModelFailure.UnsupportedParameter;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.Usage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// Texts to vectors of length 1, one run per text: a batch would gain nothing on a CPU.
final class TextEmbedding implements EmbeddingModel {
  private final ModelPack pack;
  private final Function<ModelPack, LocalModels.Network> networks;
  private final RunSlots slots;

  TextEmbedding(ModelPack pack, Function<ModelPack, LocalModels.Network> networks, RunSlots slots) {
    this.pack = pack;
    this.networks = networks;
    this.slots = slots;
  }

  @Override
  public EmbeddingResponse embed(EmbeddingRequest request, CallContext context) {
    LocalModels.Network network = networks.apply(pack);
    List<float[]> vectors = new ArrayList<>();
    long tokens = 0;
    for (String text : request.input()) {
      long[] ids = tokens(pack, network, text, context, new ArrayList<>());
      tokens += ids.length;
      vectors.add(slots.run(() -> network.embedder().embed(ids), context.timeout()));
      refuseOtherWidth(request, vectors.getLast().length);
    }
    return new EmbeddingResponse(pack.name(), vectors, Usage.of(tokens, 0));
  }

  /// The ids of the text. One that is too long is refused, or cut when the caller is lenient, and
  /// then said so in `dropped`: never silently.
  static long[] tokens(
      ModelPack pack,
      LocalModels.Network network,
      String text,
      CallContext context,
      List<String> dropped) {
    long[] ids = network.tokenizer().encode(text);
    if (ids.length <= pack.maxTokens()) {
      return ids;
    }
    if (context.unsupported() == CallContext.Unsupported.REFUSE) {
      throw new ModelFailureException(
          new ContextTooLong(
              "the text has "
                  + ids.length
                  + " tokens, "
                  + pack.name()
                  + " takes "
                  + pack.maxTokens()));
    }
    dropped.add("text behind token " + pack.maxTokens());
    long[] cut = Arrays.copyOf(ids, pack.maxTokens());
    cut[cut.length - 1] = ids[ids.length - 1];
    return cut;
  }

  private void refuseOtherWidth(EmbeddingRequest request, int width) {
    Integer asked = request.dimensions();
    if (asked != null && asked != width) {
      throw new ModelFailureException(
          new UnsupportedParameter(
              pack.name() + " has vectors of " + width + " dimensions only", "dimensions"));
    }
  }
}
