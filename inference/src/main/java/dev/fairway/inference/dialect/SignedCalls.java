package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.Message;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.Part;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Carries the signature of a tool call through a client whose format has no place for one: as the
/// end of the call's id, which every client gives back unchanged. Gemini refuses a conversation
/// whose calls have lost their signatures, whoever the client is.
///
/// `call_1` signed `abc` becomes `call_1.sig.YWJj`. Not an extension field: clients drop those.
final class SignedCalls {
  private static final String MARK = ".sig.";

  private SignedCalls() {}

  /// A request whose ids are plain again and whose calls have their signatures.
  static ChatRequest read(ChatRequest request) {
    boolean signed =
        request.messages().stream().flatMap(m -> m.parts().stream()).anyMatch(SignedCalls::marked);
    return signed
        ? request.withMessages(request.messages().stream().map(SignedCalls::read).toList())
        : request;
  }

  private static boolean marked(Part part) {
    return switch (part) {
      case Part.ToolCall call -> call.id().contains(MARK);
      case Part.ToolResult result -> result.callId().contains(MARK);
      default -> false;
    };
  }

  private static Message read(Message message) {
    return new Message(message.role(), message.parts().stream().map(SignedCalls::read).toList());
  }

  private static Part read(Part part) {
    if (!marked(part)) {
      return part;
    }
    return switch (part) {
      case Part.ToolCall(var id, var name, var arguments, _) -> {
        Call call = split(id);
        yield new Part.ToolCall(call.id(), name, arguments, call.signature());
      }
      case Part.ToolResult(var callId, var content, var error) ->
          new Part.ToolResult(split(callId).id(), content, error);
      default -> part;
    };
  }

  private record Call(String id, String signature) {}

  private static Call split(String signedId) {
    int mark = signedId.indexOf(MARK);
    String encoded = signedId.substring(mark + MARK.length());
    return new Call(signedId.substring(0, mark), decoded(encoded));
  }

  private static String decoded(String encoded) {
    try {
      return new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return encoded; // not made here: whoever checks signatures will say so
    }
  }

  static ChatResponse write(ChatResponse response) {
    return response.toolCalls().stream().allMatch(call -> call.signature() == null)
        ? response
        : response.withParts(response.parts().stream().map(SignedCalls::write).toList());
  }

  private static Part write(Part part) {
    return part instanceof Part.ToolCall(var id, var name, var arguments, var signature)
            && signature != null
        ? new Part.ToolCall(signed(id, signature), name, arguments)
        : part;
  }

  private static String signed(String id, String signature) {
    byte[] bytes = signature.getBytes(StandardCharsets.UTF_8);
    return id + MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// The same for the calls of a stream.
  static EventWriter writer(EventWriter writer) {
    return new EventWriter() {
      @Override
      public byte[] write(ChatEvent event) {
        return writer.write(SignedCalls.write(event));
      }

      @Override
      public byte[] fail(ModelFailure failure) {
        return writer.fail(failure);
      }

      @Override
      public byte[] keepAlive() {
        return writer.keepAlive();
      }
    };
  }

  private static ChatEvent write(ChatEvent event) {
    return event instanceof ChatEvent.ToolCallStarted(var part, var id, var name, var signature)
            && signature != null
        ? new ChatEvent.ToolCallStarted(part, signed(id, signature), name)
        : event;
  }
}
