package dev.fairway.inference.chat;

import java.util.function.Consumer;

/// A model that answers chats. Implementations may be called from any number of threads at once. A
/// call blocks its thread, which should be a virtual one, until the answer is complete, the timeout
/// has passed, or the thread is interrupted, which cancels the call.
public interface ChatModel {
  /// One answer.
  ///
  /// @throws ModelFailureException when there is none
  ChatResponse chat(ChatRequest request, CallContext context);

  /// The same answer piece by piece. `sink` runs on the calling thread; an exception it throws
  /// cancels the call. Models that cannot stream hand over the whole answer as one stream.
  ///
  /// @return the events folded
  /// @throws ModelFailureException when the answer is missing or incomplete; events may have been
  ///   handed over before
  default ChatResponse stream(ChatRequest request, CallContext context, Consumer<ChatEvent> sink) {
    ChatResponse response = chat(request, context);
    response.events().forEach(sink);
    return response;
  }
}
