package dev.fairway.testing.simulator;

import static dev.fairway.testing.simulator.Trees.object;

import dev.fairway.inference.chat.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Gemini's generateContent and streamGenerateContent, as of the published reference of v1beta.
final class GeminiWire implements Wire {
  private static final Set<String> FIELDS =
      Set.of(
          ("contents systemInstruction generationConfig safetySettings tools toolConfig"
                  + " cachedContent labels model serviceTier store")
              .split(" "));
  private static final Set<String> CONFIG =
      Set.of(
          ("temperature topP topK candidateCount maxOutputTokens stopSequences responseLogprobs"
                  + " logprobs presencePenalty frequencyPenalty seed responseMimeType"
                  + " responseSchema responseJsonSchema responseFormat responseModalities"
                  + " thinkingConfig speechConfig imageConfig mediaResolution"
                  + " enableEnhancedCivicAnswers")
              .split(" "));
  private static final Set<String> ROLES = Set.of("", "user", "model", "function");

  @Override
  public Vendor vendor() {
    return Vendor.GEMINI;
  }

  @Override
  public Framing framing(Received request) {
    boolean array =
        method(request).equals("streamGenerateContent")
            && !request.query("alt").orElse("").equals("sse");
    return array ? Framing.ARRAY : Framing.SSE;
  }

  static String method(Received request) {
    String last = request.segments().getLast();
    return last.substring(last.indexOf(':') + 1);
  }

  /// The model that a path such as `/v1beta/models/NAME:generateContent` names.
  static String model(Received request) {
    String last = request.segments().getLast();
    return last.contains(":") ? last.substring(0, last.indexOf(':')) : last;
  }

  @Override
  public Asked read(Received request) {
    return read(
        Trees.body(request.body()),
        model(request),
        method(request).equals("streamGenerateContent"));
  }

  static Asked read(Json.Obj body, String model, boolean stream) {
    Trees.checkFields(body, FIELDS, unknown(""));
    Json.Obj config = Trees.child(body, "generationConfig");
    Trees.checkFields(config, CONFIG, unknown(" at 'generation_config'"));
    List<Json.Obj> contents = Trees.children(body, "contents");
    if (contents.isEmpty()) {
      throw new Wrong(400, "* GenerateContentRequest.contents: contents is not specified");
    }
    contents.forEach(GeminiWire::checkContent);
    GeminiTurns.check(contents, model);
    GeminiSchemas.check(body);
    Json.Obj last = contents.getLast();
    List<Json.Obj> functions = functions(body);
    return new Asked(
        model,
        Trees.text(last, "role").equals("model") ? "" : text(last),
        stream,
        true,
        Answer.tokens(text(Trees.child(body, "systemInstruction")))
            + contents.stream().mapToInt(content -> Answer.tokens(text(content))).sum(),
        new Asked.Wishes(
            schema(config),
            Trees.text(config, "responseMimeType").equals("application/json"),
            functions.stream().map(GeminiWire::plainestCall).toList(),
            Trees.text(
                    Trees.child(Trees.child(body, "toolConfig"), "functionCallingConfig"), "mode")
                .equals("ANY"),
            Trees.number(config, "maxOutputTokens"),
            Trees.texts(config, "stopSequences"),
            Math.max(1, Trees.number(config, "candidateCount"))));
  }

  private static String unknown(String place) {
    return "Invalid JSON payload received. Unknown name \"%s\"" + place + ": Cannot find field.";
  }

  private static void checkContent(Json.Obj content) {
    if (!ROLES.contains(Trees.text(content, "role"))) {
      throw new Wrong(400, "Please use a valid role: user, model.");
    }
    if (Trees.children(content, "parts").isEmpty()) {
      throw new Wrong(400, "* GenerateContentRequest.contents.parts: must not be empty");
    }
  }

  private static List<Json.Obj> functions(Json.Obj body) {
    return Trees.children(body, "tools").stream()
        .flatMap(tool -> Trees.children(tool, "functionDeclarations").stream())
        .toList();
  }

  private static Script.Call plainestCall(Json.Obj function) {
    boolean json = function.fields().containsKey("parametersJsonSchema");
    return SchemaSample.call(function, json ? "parametersJsonSchema" : "parameters");
  }

  private static Json.@Nullable Obj schema(Json.Obj config) {
    for (String name : List.of("responseJsonSchema", "responseSchema")) {
      if (config.fields().get(name) instanceof Json.Obj schema) {
        return schema;
      }
    }
    return null;
  }

  static String text(Json.Obj content) {
    StringBuilder text = new StringBuilder();
    for (Json.Obj part : Trees.children(content, "parts")) {
      if (!Trees.flag(part, "thought")) {
        text.append(Trees.text(part, "text"));
      }
    }
    return text.toString();
  }

  @Override
  public Json plain(Asked asked, Answer answer, Reply reply) {
    List<Json> parts = new ArrayList<>();
    if (!answer.thinking().isEmpty()) {
      parts.add(thought(answer.thinking()));
    }
    if (!answer.text().isEmpty() && !answer.refused()) {
      parts.add(object("text", answer.text()));
    }
    parts.addAll(calls(asked, answer, reply));
    return chunk(asked, answer, reply, parts, true);
  }

  private static Json thought(String thinking) {
    return object("text", thinking, "thought", true);
  }

  /// Of several calls in one turn only the first carries a signature.
  private static List<Json> calls(Asked asked, Answer answer, Reply reply) {
    List<Json> parts = new ArrayList<>();
    for (int i = 0; i < answer.calls().size(); i++) {
      Script.Call call = answer.calls().get(i);
      Json.Obj function = object("name", call.name(), "args", call.arguments());
      Json.Obj part =
          object(
              "functionCall",
              GeminiTurns.signs(asked.model())
                  ? function.with("id", new Json.Str(reply.id().substring(0, 8) + i))
                  : function);
      parts.add(
          i == 0
              ? part.with("thoughtSignature", new Json.Str(GeminiTurns.signature(function)))
              : part);
    }
    return parts;
  }

  @Override
  public List<Event> events(Asked asked, Answer answer, Reply reply) {
    List<List<Json>> chunks = new ArrayList<>();
    if (!answer.thinking().isEmpty()) {
      chunks.add(List.of(thought(answer.thinking())));
    }
    if (!answer.refused()) {
      answer.pieces().forEach(piece -> chunks.add(List.of(object("text", piece))));
    }
    calls(asked, answer, reply).forEach(call -> chunks.add(List.of(call)));
    if (reply.finish()) {
      chunks.add(answer.refused() ? List.of() : List.of(object("text", "")));
    }
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < chunks.size(); i++) {
      boolean last = reply.finish() && i == chunks.size() - 1;
      events.add(Event.of(chunk(asked, answer, reply, chunks.get(i), last)));
    }
    return events;
  }

  /// The prompt that is blocked has no candidates, and a candidate that is not let out no content.
  private static Json chunk(
      Asked asked, Answer answer, Reply reply, List<Json> parts, boolean last) {
    Json.Obj chunk = object();
    if (answer.ending() == Answer.Ending.BLOCKED) {
      String reason = answer.reason() == null ? "SAFETY" : answer.reason();
      chunk = chunk.with("promptFeedback", object("blockReason", reason));
    } else {
      Json.Obj candidate = object();
      if (!parts.isEmpty()) {
        candidate = candidate.with("content", object("parts", parts, "role", "model"));
      }
      if (last) {
        candidate = candidate.with("finishReason", new Json.Str(finish(answer)));
      }
      List<Json> candidates = new ArrayList<>();
      for (int i = 0; i < asked.wishes().count(); i++) {
        candidates.add(candidate.with("index", new Json.Num(i)));
      }
      chunk = chunk.with("candidates", new Json.Arr(candidates));
    }
    if (reply.counts()) {
      chunk = chunk.with("usageMetadata", usage(asked, answer, reply.zeroFirst(), last));
    }
    return chunk
        .with("modelVersion", new Json.Str(asked.model()))
        .with("responseId", new Json.Str(reply.id()));
  }

  /// A turn of function calls ends like any other.
  private static String finish(Answer answer) {
    if (answer.reason() != null) {
      return answer.reason();
    }
    return switch (answer.ending()) {
      case END, STOP_STRING, TOOLS -> "STOP";
      case LENGTH -> "MAX_TOKENS";
      case REFUSED, BLOCKED -> "SAFETY";
    };
  }

  /// What was cached is part of the prompt; thoughts are not part of the candidates.
  private static Json usage(Asked asked, Answer answer, boolean zeroFirst, boolean last) {
    if (zeroFirst && !last) {
      return object("promptTokenCount", 0, "totalTokenCount", 0);
    }
    int prompt = asked.inputTokens() + answer.cacheRead() + answer.cacheWritten();
    int count = asked.wishes().count();
    int candidates = last && !answer.refused() ? answer.textTokens() * count : 0;
    int thoughts = answer.thinkingTokens() * count;
    Json.Obj usage = object("promptTokenCount", prompt);
    if (answer.cacheRead() > 0) {
      usage = usage.with("cachedContentTokenCount", new Json.Num(answer.cacheRead()));
    }
    if (candidates > 0) {
      usage = usage.with("candidatesTokenCount", new Json.Num(candidates));
    }
    if (thoughts > 0) {
      usage = usage.with("thoughtsTokenCount", new Json.Num(thoughts));
    }
    return usage
        .with("totalTokenCount", new Json.Num(prompt + candidates + thoughts))
        .with(
            "promptTokensDetails",
            Json.of(List.of(object("modality", "TEXT", "tokenCount", prompt))));
  }

  @Override
  public Event errorEvent(Wrong wrong) {
    return Event.of(Errors.body(Vendor.GEMINI, wrong));
  }
}
