package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.JsonSyntax;
import dev.fairway.inference.chat.Message;
import dev.fairway.inference.chat.ModelTraits;
import dev.fairway.inference.chat.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The turns of a conversation as contents. For one request.
final class GeminiContents {
  /// What Google's guide to thought signatures gives for calls that another model made; without
  /// any, newer models refuse a turn of calls.
  private static final String ANOTHER_MODELS = "skip_thought_signature_validator";

  /// From its third generation on, which is told by thinking in levels, Gemini insists on
  /// signatures and takes pictures inside results.
  private final boolean newer;

  private final Omissions omissions;

  /// Ids of calls so far to the names of their functions, by which results are tied to them.
  private final Map<String, String> functions = new HashMap<>();

  GeminiContents(ModelTraits model, Omissions omissions) {
    this.newer = model.thinking() == ModelTraits.Thinking.LEVEL;
    this.omissions = omissions;
  }

  List<Json> write(Turns turns) {
    List<Json> contents = new ArrayList<>();
    for (Turns.Turn turn : turns.turns()) {
      List<Json> parts =
          switch (turn.message().role()) {
            case SYSTEM -> laterSystem(turn);
            case USER -> user(turn);
            case ASSISTANT -> assistant(turn);
          };
      if (!parts.isEmpty()) {
        String role = turn.isAssistant() ? "model" : "user";
        contents.add(new Body().put("role", role).put("parts", parts).json());
      }
    }
    return contents;
  }

  private List<Json> laterSystem(Turns.Turn turn) {
    omissions.approximate(turn.path() + ".role", "user");
    List<Json> parts = new ArrayList<>();
    parts.add(GeminiParts.text("[System instruction]").json());
    parts.addAll(texts(turn.message(), turn.path(), omissions));
    return parts;
  }

  /// An instruction holds texts only.
  static List<Json> texts(Message message, String path, Omissions omissions) {
    List<Json> texts = new ArrayList<>();
    for (int i = 0; i < message.parts().size(); i++) {
      if (message.parts().get(i) instanceof Part.Text(var text)) {
        texts.add(GeminiParts.text(text).json());
      } else {
        omissions.refuse(path + ".parts[" + i + "]", "an instruction holds texts only");
      }
    }
    return texts;
  }

  /// Results first. Pictures of a result stand in it or, for older models, behind all results.
  private List<Json> user(Turns.Turn turn) {
    List<Json> results = new ArrayList<>();
    List<Json> others = new ArrayList<>();
    for (int i = 0; i < turn.message().parts().size(); i++) {
      String path = turn.path() + ".parts[" + i + "]";
      switch (turn.message().parts().get(i)) {
        case Part.ToolResult result -> result(results, others, result, path);
        case Part part -> add(others, part, path);
      }
    }
    results.addAll(others);
    return results;
  }

  private void result(List<Json> results, List<Json> others, Part.ToolResult result, String path) {
    String function = functions.get(result.callId());
    if (function == null) {
      omissions.refuse(path + ".callId", "no call with this id stands before it");
      others.add(GeminiParts.text("Result of the tool call " + result.callId() + ":").json());
      result.content().forEach(part -> add(others, part, path));
      return;
    }
    StringBuilder text = new StringBuilder();
    List<Json> media = new ArrayList<>();
    for (Part part : result.content()) {
      if (part instanceof Part.Text(var piece)) {
        text.append(piece);
      } else {
        add(media, part, path);
      }
    }
    Body response =
        new Body()
            .put("id", sent(result.callId()))
            .put("name", function)
            .put("response", response(text.toString(), result.error()));
    if (!media.isEmpty() && newer) {
      response.put("parts", media);
    } else if (!media.isEmpty()) {
      omissions.approximate(path + ".content", "beside");
      others.add(GeminiParts.text("Result of the call of " + function + ":").json());
      others.addAll(media);
    }
    results.add(new Body().put("functionResponse", response).json());
  }

  private static @Nullable String sent(String id) {
    return id.isEmpty() || GeminiCallId.isMade(id) ? null : id;
  }

  /// An object goes as it is, unless it could be taken for a wrapped text.
  private static Json response(String text, boolean error) {
    if (error) {
      return Json.object("error", new Json.Str(text));
    }
    Optional<Json.Obj> object = object(text);
    return object.isPresent() && !isWrapper(object.get())
        ? object.get()
        : Json.object("output", new Json.Str(text));
  }

  private static boolean isWrapper(Json.Obj object) {
    return object.fields().size() == 1
        && (object.fields().containsKey("output") || object.fields().containsKey("error"));
  }

  private static Optional<Json.Obj> object(String text) {
    try {
      return text.startsWith("{") && Json.parse(text) instanceof Json.Obj object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JsonSyntax _) {
      return Optional.empty();
    }
  }

  private void add(List<Json> parts, Part part, String path) {
    switch (part) {
      case Part.Text(var text) -> parts.add(GeminiParts.text(text).json());
      case Part.Image(var source) -> parts.add(GeminiMedia.write(source).json());
      case Part.Audio(var source) -> parts.add(GeminiMedia.write(source).json());
      case Part.Document(var source, var title) -> {
        if (title != null) {
          omissions.drop(path + ".title");
        }
        parts.add(GeminiMedia.write(source).json());
      }
      case Part.Opaque(var dialect, var block) -> {
        if (dialect.equals(GeminiDialect.NAME)) {
          parts.add(block);
        } else {
          omissions.refuse(path, "it is a block of format " + dialect);
        }
      }
      case Part.RedactedThinking _ ->
          omissions.refuse(path, "only the provider that thought it can read it");
      case Part.Thinking _, Part.ToolCall _ ->
          omissions.refuse(path, "only the assistant thinks and calls");
      case Part.ToolResult _ -> omissions.refuse(path, "only the user answers tool calls");
    }
  }

  private List<Json> assistant(Turns.Turn turn) {
    List<Json> parts = new ArrayList<>();
    SignedText signatures = new SignedText(parts);
    boolean signed = !newer;
    for (int i = 0; i < turn.message().parts().size(); i++) {
      String path = turn.path() + ".parts[" + i + "]";
      switch (turn.message().parts().get(i)) {
        case Part.Text(var text) -> signatures.text(text);
        case Part.Thinking(var text, var signature) -> {
          if (signature == null) {
            omissions.drop(path); // it is shown, but never goes back
          } else if (text.isEmpty()) {
            signatures.sign(signature);
          } else {
            parts.add(GeminiParts.thought(text, signature).json());
          }
        }
        case Part.ToolCall call -> {
          String signature = call.signature();
          parts.add(call(call, signature == null && !signed ? ANOTHER_MODELS : signature, path));
          signed = true;
        }
        case Part part -> add(parts, part, path);
      }
    }
    signatures.end();
    return parts;
  }

  private Json call(Part.ToolCall call, @Nullable String signature, String path) {
    functions.put(call.id(), call.name());
    if (call.arguments() instanceof Json.Str) {
      omissions.refuse(path + ".arguments", "they are not a JSON object");
    }
    Json arguments = RawArguments.wrapped(call.arguments());
    return GeminiParts.call(sent(call.id()), call.name(), arguments, signature).json();
  }

  /// Signatures of texts: one belongs to the text right before it. Clients that hold reasoning
  /// apart give it back in front of the text instead.
  private static final class SignedText {
    private final List<Json> parts;
    private int last = -1;
    private @Nullable String pending;

    SignedText(List<Json> parts) {
      this.parts = parts;
    }

    void text(String text) {
      if (text.isEmpty()) {
        return;
      }
      parts.add(GeminiParts.text(text).put("thoughtSignature", pending).json());
      last = pending == null ? parts.size() - 1 : -1;
      pending = null;
    }

    void sign(String signature) {
      if (last >= 0 && last == parts.size() - 1) {
        Json.Obj text = (Json.Obj) parts.get(last);
        parts.set(last, text.with("thoughtSignature", new Json.Str(signature)));
        last = -1;
        return;
      }
      end();
      pending = signature;
    }

    void end() {
      if (pending != null) {
        parts.add(GeminiParts.signature(pending).json());
        pending = null;
      }
    }
  }
}
