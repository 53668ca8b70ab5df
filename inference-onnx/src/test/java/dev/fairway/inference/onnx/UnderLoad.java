package dev.fairway.inference.onnx;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.EmbeddingRequest;
import dev.fairway.inference.chat.Message;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.Part;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Semaphore;

/// A process of its own that keeps the local models busy: `UnderLoad until-killed FOLDER` ends as
/// the program does, by closing them in a shutdown hook; `UnderLoad count N FOLDER` makes N mixed
/// runs and prints its memory on the way.
final class UnderLoad {
  private static final CallContext CONTEXT = CallContext.within(Duration.ofSeconds(60));

  private final LocalModels models;
  private final Part picture;

  private UnderLoad(Path natives) {
    this.models = new LocalModels(LocalSettings.of(2).withNatives(natives));
    byte[] png = Page.blank(200, 40).write("Hello", 20, 30).as("png");
    this.picture =
        new Part.Image(
            new Part.Source.Base64("image/png", Base64.getEncoder().encodeToString(png)));
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("until-killed")) {
      new UnderLoad(Path.of(arguments[1])).untilKilled();
    } else {
      new UnderLoad(Path.of(arguments[2])).count(Integer.parseInt(arguments[1]));
    }
  }

  private void untilKilled() throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(models::close));
    Semaphore answered = new Semaphore(0);
    for (int caller = 0; caller < 6; caller++) {
      int kind = caller;
      Thread.ofVirtual().start(() -> askForEver(kind, answered));
    }
    answered.acquire(20);
    System.out.println("busy");
    Thread.currentThread().join();
  }

  private void askForEver(int kind, Semaphore answered) {
    try {
      for (int i = 0; ; i++) {
        ask(kind == 0 ? 0 : kind + i);
        answered.release();
      }
    } catch (ModelFailureException e) {
      if (!e.failure().message().contains("stopping")) {
        System.out.println("unexpected: " + e.failure());
      }
    }
  }

  private void count(int runs) throws Exception {
    for (int i = 0; i < runs; i++) {
      ask(i);
      if (i == runs / 3 || i == runs - 1) {
        System.gc();
        System.out.println("resident " + residentKilobytes());
      }
    }
    models.close();
  }

  private void ask(int kind) {
    switch (kind % 100) {
      case 0 -> chat("ppocr-v4", picture);
      case 1, 2, 3, 4, 5, 6, 7, 8 -> chat("sentiment-en", new Part.Text("a fine day " + kind));
      default ->
          models
              .embeddings("all-minilm-l6-v2")
              .orElseThrow()
              .embed(
                  new EmbeddingRequest("m", List.of("word ".repeat(1 + kind % 20)), null), CONTEXT);
    }
  }

  private void chat(String model, Part part) {
    Message message = new Message(Message.Role.USER, List.of(part));
    models.chat(model).orElseThrow().chat(ChatRequest.of(model, List.of(message)), CONTEXT);
  }

  private static long residentKilobytes() throws Exception {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
