package dev.fairway.inference.onnx;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatModel;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Message;
import dev.fairway.inference.chat.ModelFailure.BadRequest;
import dev.fairway.inference.chat.ModelFailure.UnsupportedParameter;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.Parameters;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A classifier that answers like a chat model: the last user text in, one JSON object out,
/// `{"sentiment": "positive", "confidence": 0.98}`.
final class SentimentModel implements ChatModel {
  private final ModelPack pack;
  private final Function<ModelPack, LocalModels.Network> networks;
  private final RunSlots slots;
  private final SentimentHead head;

  SentimentModel(
      ModelPack pack, Function<ModelPack, LocalModels.Network> networks, RunSlots slots) {
    this.pack = pack;
    this.networks = networks;
    this.slots = slots;
    this.head = readHead(pack);
  }

  @Override
  public ChatResponse chat(ChatRequest request, CallContext context) {
    List<String> meaningless = meaningless(request);
    if (!meaningless.isEmpty() && context.unsupported() == CallContext.Unsupported.REFUSE) {
      String name = meaningless.getFirst();
      throw new ModelFailureException(
          new UnsupportedParameter(pack.name() + " is a classifier and has no " + name, name));
    }
    String text = lastUserText(request);
    LocalModels.Network network = networks.apply(pack);
    long[] ids = TextEmbedding.tokens(pack, network, text, context, meaningless);
    float[] vector = slots.run(() -> network.embedder().embed(ids), context.timeout());
    return ChatResponse.of(pack.name(), answer(head.judge(vector)), Usage.of(ids.length, 0))
        .withDropped(meaningless);
  }

  private static String answer(SentimentHead.Opinion opinion) {
    BigDecimal confidence =
        BigDecimal.valueOf(opinion.confidence()).setScale(4, RoundingMode.HALF_EVEN);
    return Json.object("sentiment", new Json.Str(opinion.sentiment()))
        .with("confidence", new Json.Num(confidence))
        .text();
  }

  private String lastUserText(ChatRequest request) {
    Message last =
        request.messages().reversed().stream()
            .filter(message -> message.role() == Message.Role.USER)
            .findFirst()
            .orElseThrow(() -> badInput("there is no user message"));
    StringBuilder text = new StringBuilder();
    for (Part part : last.parts()) {
      if (!(part instanceof Part.Text(var piece))) {
        throw badInput("it reads text only");
      }
      text.append(piece);
    }
    if (text.toString().isBlank()) {
      throw badInput("the text is empty");
    }
    return text.toString();
  }

  private ModelFailureException badInput(String why) {
    return new ModelFailureException(
        new BadRequest(pack.name() + ": " + why, "messages", "invalid_input"));
  }

  /// What the request asks for and a classifier has not. A limit on the answer's length is no such
  /// thing: the answer is shorter than any useful limit.
  private static List<String> meaningless(ChatRequest request) {
    Parameters parameters = request.parameters();
    List<String> names = new ArrayList<>();
    note(names, "temperature", parameters.temperature());
    note(names, "top_p", parameters.topP());
    note(names, "top_k", parameters.topK());
    note(names, "seed", parameters.seed());
    note(names, "frequency_penalty", parameters.frequencyPenalty());
    note(names, "presence_penalty", parameters.presencePenalty());
    note(names, "stop", parameters.stop().isEmpty() ? null : parameters.stop());
    note(names, "reasoning_effort", parameters.reasoningEffort());
    note(names, "tools", request.tools().isEmpty() ? null : request.tools());
    names.addAll(request.extras().fields().keySet());
    return names;
  }

  private static void note(List<String> names, String name, @Nullable Object value) {
    if (value != null) {
      names.add(name);
    }
  }

  private static SentimentHead readHead(ModelPack pack) {
    ModelPack.Head head = Objects.requireNonNull(pack.head());
    try (InputStream in = ModelPack.class.getResourceAsStream("/" + head.resource())) {
      if (in == null) {
        throw new IOException("the file is missing");
      }
      return SentimentHead.read(in, head.neutralBelow());
    } catch (IOException e) {
      throw new IllegalStateException(head.resource() + ": " + e.getMessage(), e);
    }
  }
}
