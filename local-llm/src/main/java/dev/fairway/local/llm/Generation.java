package dev.fairway.local.llm;

import de.kherud.llama.LlamaIterator;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.LlamaOutput;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailure.ContextTooLong;
import dev.fairway.inference.chat.ModelFailure.Unavailable;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// One answer, made on the model's thread and followed on the caller's. Cancelling takes effect
/// before the next token.
final class Generation implements Runnable {
  private final LlamaModel model;
  private final Ask ask;
  private final int contextTokens;

  /// Bounded by the tokens of a context.
  private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();

  private volatile boolean cancelled;

  /// What the caller sees.
  sealed interface Step {
    record Started(int promptTokens) implements Step {}

    record Piece(String text) implements Step {}

    /// @param full whether a limit ended it
    record Ended(int tokens, boolean full) implements Step {}

    record Failed(ModelFailure failure) implements Step {}
  }

  Generation(LlamaModel model, Ask ask, int contextTokens) {
    this.model = model;
    this.ask = ask;
    this.contextTokens = contextTokens;
  }

  BlockingQueue<Step> steps() {
    return steps;
  }

  void cancel() {
    cancelled = true;
  }

  void fail(ModelFailure failure) {
    steps.add(new Step.Failed(failure));
  }

  @Override
  public void run() {
    try {
      if (!cancelled) {
        generate();
      }
    } catch (RuntimeException e) {
      fail(new Unavailable("llama.cpp failed: " + e.getMessage(), null, null, true));
    }
  }

  private void generate() {
    String prompt = model.applyTemplate(ask.conversation());
    int promptTokens = model.encode(prompt).length;
    int room = contextTokens - promptTokens - 1;
    if (room < 1) {
      // llama.cpp itself would cut the question and say nothing.
      fail(
          new ContextTooLong(
              "the conversation has %d tokens, the context %d"
                  .formatted(promptTokens, contextTokens)));
      return;
    }
    Integer wanted = ask.maxTokens();
    int most = wanted == null ? room : Math.min(wanted, room);
    steps.add(new Step.Started(promptTokens));
    follow(model.generate(ask.generation(prompt, most)).iterator(), most);
  }

  private void follow(LlamaIterator outputs, int most) {
    int tokens = 0;
    while (outputs.hasNext()) {
      if (cancelled) {
        outputs.cancel();
        return;
      }
      LlamaOutput output = outputs.next();
      // The last output ends the stream and brings no token of its own.
      tokens += outputs.hasNext() ? 1 : 0;
      if (!output.text.isEmpty()) {
        steps.add(new Step.Piece(output.text));
      }
    }
    steps.add(new Step.Ended(tokens, tokens >= most));
  }
}
