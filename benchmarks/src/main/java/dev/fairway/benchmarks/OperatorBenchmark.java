package dev.fairway.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fairway.benchmarks.Row.Unit;
import dev.fairway.testing.Awaits;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Requests answered per second: created as fast as the server takes them, worked by one operator
/// process against a provider that answers at once, counted when their status says so.
final class OperatorBenchmark implements Benchmark {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAMESPACE = "bench";
  private static final String GROUP = "/apis/ai.fairway.dev/v1/namespaces/" + NAMESPACE;
  private static final String REQUESTS = GROUP + "/modelinferencerequests";
  private static final int CREATING_CONNECTIONS = 8;
  private static final Duration PROVIDER_READY_WITHIN = Duration.ofSeconds(30);

  /// A server with its operator.
  private record Side(Server server, Target target, FairwayProgram operator) implements Closeable {
    @Override
    public void close() throws IOException {
      operator.close();
      server.close();
    }
  }

  @Override
  public List<Row> run(List<Contestant> contestants, Effort effort) throws Exception {
    try (FairwayProgram simulator = FairwayProgram.simulator();
        Sides<Side> sides = start(contestants, provider(simulator))) {
      Sides.Round<Side> round = side -> answer(side.target(), effort.requests());
      // The first round of each warms operator and server, and is not counted.
      sides.row("operator, warming", Unit.PER_SECOND, 1, round);
      String name = "%,d requests answered".formatted(effort.requests());
      return List.of(sides.row(name, Unit.PER_SECOND, effort.rounds(), round));
    }
  }

  private static Sides<Side> start(List<Contestant> contestants, String provider) throws Exception {
    return Sides.start(contestants, contestant -> start(contestant, provider));
  }

  private static String provider(FairwayProgram simulator) {
    Matcher url = Pattern.compile("OpenAI base URL ([^,]+),").matcher(simulator.output());
    if (!url.find()) {
      throw new IllegalStateException("the simulator does not tell its URL");
    }
    return """
    {"apiVersion":"ai.fairway.dev/v1","kind":"ModelProvider","metadata":{"name":"instant"},"spec":\
    {"type":"openai-compatible","endpoint":"%s","network":{"allowPrivateAddresses":true}}}\
    """
        .formatted(url.group(1));
  }

  private static Side start(Contestant contestant, String provider) throws Exception {
    Progress.say("starting " + contestant.title() + " with an operator");
    Server server = contestant.start();
    try {
      Side side = new Side(server, server.target(), FairwayProgram.operator(server.kubeconfig()));
      ConfigMaps.in(side.target(), NAMESPACE);
      try (Wire wire = side.target().connect()) {
        wire.exchange(side.target().request("POST", GROUP + "/modelproviders", provider), 201);
        awaitReady(wire, side.target().get(GROUP + "/modelproviders/instant"));
      }
      return side;
    } catch (Exception | Error e) {
      server.close();
      throw e;
    }
  }

  private static void awaitReady(Wire wire, byte[] get) {
    Awaits.within(PROVIDER_READY_WITHIN)
        .until("the provider is ready", () -> read(wire, get), provider -> has(provider, "Ready"));
  }

  private static JsonNode read(Wire wire, byte[] request) {
    try {
      wire.exchange(request, 200);
      return JSON.readTree(wire.text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean has(JsonNode object, String type) {
    for (JsonNode condition : object.path("status").path("conditions")) {
      if (condition.path("type").asText().equals(type)
          && condition.path("status").asText().equals("True")) {
        return true;
      }
    }
    return false;
  }

  /// One round: all are created, answered and removed; the time counts from the first creation to
  /// the last answer seen.
  private static Sample answer(Target target, int count) throws Exception {
    try (Wire watch = target.connect();
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      watch.open(target.get(REQUESTS + "?watch=true&resourceVersion=" + version(target)));
      long start = System.nanoTime();
      Future<Void> answered = thread.submit(() -> awaitAnswers(watch, count));
      AtomicLong number = new AtomicLong();
      new Load(CREATING_CONNECTIONS).times(target, count, _ -> creates(target, number));
      try {
        answered.get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      }
      Sample sample = Sample.of(Load.perSecond(count, System.nanoTime() - start));
      removeAll(target);
      return sample;
    }
  }

  private static String version(Target target) throws IOException {
    try (Wire wire = target.connect()) {
      return read(wire, target.get(REQUESTS)).path("metadata").path("resourceVersion").asText();
    }
  }

  private static Load.Job creates(Target target, AtomicLong number) {
    String body =
        """
        {"apiVersion":"ai.fairway.dev/v1","kind":"ModelInferenceRequest","metadata":{"name":"r-%1$s"},\
        "spec":{"modelRef":{"provider":"instant","name":"any"},"inputContext":{"prompt":"Question %1$s"}}}\
        """
            .formatted(Template.NUMBER);
    Template create = new Template(target.request("POST", REQUESTS, body));
    return wire -> wire.exchange(create.with(number.getAndIncrement()), 201);
  }

  private static Void awaitAnswers(Wire watch, int count) throws IOException {
    Set<String> answered = new HashSet<>();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (answered.size() < count) {
      if (!watch.chunk()) {
        throw new EOFException("the server ended the watch");
      }
      for (int i = 0; i < watch.bodyLength(); i++) {
        byte next = watch.body()[i];
        line.write(next);
        if (next == '\n') {
          JsonNode object = JSON.readTree(line.toByteArray()).path("object");
          line.reset();
          if (has(object, "Failed")) {
            throw new IOException("a request failed: " + object.path("status"));
          }
          if (has(object, "Completed")) {
            answered.add(object.path("metadata").path("name").asText());
          }
        }
      }
    }
    return null;
  }

  private static void removeAll(Target target) throws IOException {
    try (Wire wire = target.connect()) {
      wire.exchange(target.request("DELETE", REQUESTS, ""), 200);
      byte[] list = target.get(REQUESTS + "?limit=1");
      Awaits.within(PROVIDER_READY_WITHIN)
          .until(
              "the requests are gone",
              () -> read(wire, list).path("items").size(),
              left -> left == 0);
    }
  }
}
