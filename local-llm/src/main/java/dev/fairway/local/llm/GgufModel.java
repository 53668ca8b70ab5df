package dev.fairway.local.llm;

import de.kherud.llama.LlamaModel;
import de.kherud.llama.ModelParameters;
import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.ChatModel;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailure.Cancelled;
import dev.fairway.inference.chat.ModelFailure.Throttled;
import dev.fairway.inference.chat.ModelFailure.TimedOut;
import dev.fairway.inference.chat.ModelFailure.Unavailable;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.ResponseFold;
import dev.fairway.inference.chat.StopReason;
import dev.fairway.inference.chat.Usage;
import dev.fairway.local.llm.Generation.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// A chat model of a GGUF file. Answers are made one after the other; a few more calls wait, the
/// rest is refused as throttled. Streams token by token. Tokens are counted without the few that
/// the model's file may add of itself, and are so reported as estimated.
///
/// Any thread may call, none may after [#close]. llama.cpp's binding leaves a thread behind that
/// keeps a JVM from ending by itself: a program that opened a model ends with `System.exit`.
public final class GgufModel implements ChatModel, AutoCloseable {
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(10);

  private final String name;
  private final LlamaModel model;
  private final int contextTokens;
  private final ThreadPoolExecutor thread;
  private final Set<Generation> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong meanNanos = new AtomicLong(Duration.ofSeconds(2).toNanos());

  private GgufModel(String name, LlamaModel model, GgufSettings settings) {
    this.name = name;
    this.model = model;
    this.contextTokens = settings.contextTokens();
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(settings.waiting()),
            Thread.ofPlatform().daemon().name("local-llm-", 0).factory());
  }

  /// Loads the file, which takes seconds; the model bears its name without the ending.
  ///
  /// @throws IllegalArgumentException when there is no such file or it is no model
  public static GgufModel load(Path file, GgufSettings settings) {
    GgufFile.check(file);
    LlamaLibrary.load();
    ModelParameters parameters =
        new ModelParameters()
            .setModel(file.toString())
            .setCtxSize(settings.contextTokens())
            .setThreads(settings.threads())
            .setParallel(1)
            .disableContextShift()
            .disableLog();
    try {
      return new GgufModel(nameOf(file), new LlamaModel(parameters), settings);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(file + " is no usable model: " + e.getMessage(), e);
    }
  }

  /// The name a file gives its model.
  public static String nameOf(Path file) {
    return file.getFileName().toString().replaceFirst("(?i)\\.gguf$", "");
  }

  public String name() {
    return name;
  }

  @Override
  public ChatResponse chat(ChatRequest request, CallContext context) {
    return stream(request, context, _ -> {});
  }

  @Override
  public ChatResponse stream(ChatRequest request, CallContext context, Consumer<ChatEvent> sink) {
    long start = System.nanoTime();
    Ask ask = Ask.of(request, context);
    Generation generation = new Generation(model, ask, contextTokens);
    submit(generation);
    try {
      ResponseFold fold = new ResponseFold();
      follow(generation, start + context.timeout().toNanos(), fold.andThen(sink));
      meanNanos.updateAndGet(mean -> (mean * 3 + System.nanoTime() - start) / 4);
      return fold.response().withDropped(ask.dropped());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelFailureException(new Cancelled("the call was cancelled"), e);
    } finally {
      generation.cancel();
      open.remove(generation);
      thread.remove(generation);
    }
  }

  private void submit(Generation generation) {
    open.add(generation);
    try {
      thread.execute(generation);
    } catch (RejectedExecutionException e) {
      open.remove(generation);
      throw new ModelFailureException(thread.isShutdown() ? stopping() : busy(), e);
    }
  }

  private ModelFailure busy() {
    long waiting = thread.getQueue().size() + 1L;
    return new Throttled(
        name + " answers one call at a time, and " + (waiting - 1) + " wait already",
        Duration.ofNanos(meanNanos.get() * waiting));
  }

  private static ModelFailure stopping() {
    return new Unavailable("the local model is stopping", null, null, false);
  }

  private void follow(Generation generation, long end, Consumer<ChatEvent> sink)
      throws InterruptedException {
    int promptTokens = 0;
    while (true) {
      switch (generation.steps().poll(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        case null ->
            throw new ModelFailureException(
                new TimedOut("no complete answer in time", TimedOut.Phase.TOTAL));
        case Step.Started(var tokens) -> {
          promptTokens = tokens;
          sink.accept(new ChatEvent.Started(null, name));
        }
        case Step.Piece(var text) -> sink.accept(new ChatEvent.TextDelta(0, text));
        case Step.Failed(var failure) -> throw new ModelFailureException(failure);
        case Step.Ended(var tokens, var full) -> {
          end(sink, promptTokens, tokens, full);
          return;
        }
      }
    }
  }

  private static void end(Consumer<ChatEvent> sink, long in, long out, boolean full) {
    Usage usage = new Usage(in, null, null, null, out, null, Usage.Source.ESTIMATED);
    sink.accept(new ChatEvent.PartEnded(0));
    sink.accept(new ChatEvent.UsageReported(usage));
    sink.accept(new ChatEvent.Stopped(full ? StopReason.LENGTH : StopReason.END, null, null));
  }

  /// Refuses new calls, fails those that wait, ends the one that runs before its next token, and
  /// frees the model.
  ///
  /// @throws IllegalStateException when the running one has not ended after ten seconds
  @Override
  public void close() {
    thread.shutdownNow();
    for (Generation generation : open) {
      generation.cancel();
      generation.fail(stopping());
    }
    try {
      if (!thread.awaitTermination(CLOSE_WAIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("the local model still runs after " + CLOSE_WAIT);
      }
      model.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
