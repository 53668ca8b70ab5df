package dev.fairway.operator;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatModel;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.Usage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/// A model in this process that counts its calls, says what the test tells it to, and can be held
/// in the middle of a call.
final class FakeModel implements ChatModel {
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final AtomicInteger cancelled = new AtomicInteger();
  private final CountDownLatch gate;
  private final UnaryOperator<String> answer;

  private FakeModel(CountDownLatch gate, UnaryOperator<String> answer) {
    this.gate = gate;
    this.answer = answer;
  }

  static FakeModel answering(UnaryOperator<String> answer) {
    return new FakeModel(new CountDownLatch(0), answer);
  }

  static FakeModel saying(String text) {
    return answering(_ -> text);
  }

  static FakeModel failing(ModelFailure failure) {
    return answering(_ -> {
      throw new ModelFailureException(failure);
    });
  }

  /// Answers only after [#open()].
  static FakeModel held() {
    return new FakeModel(new CountDownLatch(1), text -> text);
  }

  void open() {
    gate.countDown();
  }

  int calls() {
    return asked.size();
  }

  int cancelled() {
    return cancelled.get();
  }

  /// The text of each call, also of those that were cancelled.
  List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  public ChatResponse chat(ChatRequest request, CallContext context) {
    String text = ((Part.Text) request.messages().getLast().parts().getLast()).text();
    asked.add(text);
    try {
      gate.await();
    } catch (InterruptedException _) {
      cancelled.incrementAndGet();
      throw new ModelFailureException(new ModelFailure.Cancelled("interrupted"));
    }
    return ChatResponse.of(request.model(), answer.apply(text), Usage.of(3, 2));
  }
}
