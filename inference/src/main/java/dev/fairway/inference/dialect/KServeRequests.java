package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.Extras;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Message;
import dev.fairway.inference.chat.ModelTraits;
import dev.fairway.inference.chat.OutputFormat;
import dev.fairway.inference.chat.Parameters;
import dev.fairway.inference.chat.Part;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Requests to generate text, read and written. An instance writes one.
final class KServeRequests {
  private static final ExtraFields EXTRAS = new ExtraFields(KServeDialect.NAME);
  private static final String NO_FIELD = "it has no such field";
  private static final String ONE_TEXT = "it takes one text, not a conversation";

  /// The protocol stops at 20 tokens unless told otherwise, which nobody expects. This is the most
  /// that its description allows.
  private static final int MAX_TOKENS = 512;

  private final ModelTraits model;
  private final Omissions omissions;

  KServeRequests(ModelTraits model, CallContext.Unsupported unsupported) {
    this.model = model;
    this.omissions = new Omissions(KServeDialect.NAME, unsupported);
  }

  static ChatRequest read(String path, Json body) {
    KServePath place = KServePath.read(path);
    if (place.action().equals(KServePath.INFER)) {
      throw new WrongField("", "tensors hold no conversation; post to generate instead");
    }
    Map<String, Json> extras = new LinkedHashMap<>();
    Fields fields = Fields.of(body, extras);
    ChatRequest request =
        ChatRequest.of(place.model(), fields.required("text_input"))
            .withParameters(parameters(fields.object("parameters")))
            .withStream(place.action().equals(KServePath.GENERATE_STREAM));
    fields.keepRest();
    return extras.isEmpty() ? request : request.withExtras(new Extras(KServeDialect.NAME, extras));
  }

  private static Parameters parameters(@Nullable Fields given) {
    if (given == null) {
      return Parameters.NONE;
    }
    Parameters parameters =
        Parameters.builder()
            .maxTokens(given.count("max_tokens"))
            .temperature(given.number("temperature"))
            .topP(given.number("top_p"))
            .frequencyPenalty(given.number("frequency_penalty"))
            .stop(given.texts("stop"))
            .build();
    given.value("details"); // they are asked for in any case
    given.keepRest();
    return parameters;
  }

  Dialect.WireRequest write(ChatRequest asked) {
    ChatRequest request = ModelFit.of(asked, model, omissions);
    Body body =
        new Body()
            .put("text_input", text(request.messages()))
            .put("parameters", parameters(request.parameters()));
    unsupported(request);
    Json.Obj complete = EXTRAS.write(body.json(), request.extras(), omissions);
    return new Dialect.WireRequest(
        new KServePath(request.model(), action(request)).write(),
        complete.utf8(),
        omissions.dropped(),
        new Recall(request.model(), Map.of()));
  }

  private static String action(ChatRequest request) {
    return request.stream() ? KServePath.GENERATE_STREAM : KServePath.GENERATE;
  }

  /// What is lost is who says what.
  private String text(List<Message> messages) {
    List<String> texts = new ArrayList<>();
    int leading = 0;
    for (int i = 0; i < messages.size(); i++) {
      Message message = messages.get(i);
      String path = "messages[" + i + "]";
      if (message.role() == Message.Role.SYSTEM && leading == i) {
        leading++;
        omissions.approximate(path + ".role", "user");
      } else if (i > leading || message.role() != Message.Role.USER) {
        omissions.refuse(path + ".role", ONE_TEXT);
      }
      for (int j = 0; j < message.parts().size(); j++) {
        if (message.parts().get(j) instanceof Part.Text(var text)) {
          texts.add(text);
        } else {
          omissions.refuse(path + ".parts[" + j + "]", "it takes text only");
        }
      }
    }
    return String.join("\n\n", texts);
  }

  private Body parameters(Parameters parameters) {
    Integer most = model.maxOutputTokens();
    Integer asked = parameters.maxTokens();
    return new Body()
        .put("max_tokens", asked != null ? asked : most != null ? most : MAX_TOKENS)
        .put("temperature", parameters.temperature())
        .put("top_p", parameters.topP())
        .put("frequency_penalty", parameters.frequencyPenalty())
        .put("stop", parameters.stop().isEmpty() ? null : parameters.stop())
        .put("details", true);
  }

  private void unsupported(ChatRequest request) {
    Parameters parameters = request.parameters();
    if (parameters.topK() != null) {
      omissions.refuse("top_k", NO_FIELD);
    }
    if (parameters.seed() != null) {
      omissions.refuse("seed", NO_FIELD);
    }
    BigDecimal presence = parameters.presencePenalty();
    if (presence != null && presence.signum() != 0) {
      omissions.refuse("presence_penalty", NO_FIELD);
    }
    String effort = parameters.reasoningEffort();
    if (effort != null && !effort.equals("none")) {
      omissions.refuse("reasoning_effort", NO_FIELD);
    }
    if (parameters.user() != null) {
      omissions.drop("user");
    }
    if (!request.tools().isEmpty()) {
      omissions.refuse("tools", NO_FIELD);
    }
    if (!(request.output() instanceof OutputFormat.Text)) {
      omissions.refuse("response_format", NO_FIELD);
    }
  }
}
