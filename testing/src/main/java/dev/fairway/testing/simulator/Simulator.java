package dev.fairway.testing.simulator;

import static dev.fairway.testing.simulator.Trees.object;

import dev.fairway.inference.chat.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// A deterministic AI provider on a free port of the loopback interface: OpenAI's chat completions,
/// embeddings and models, Anthropic's messages and token counts. The same request always gets the
/// same answer.
///
/// Marks in the last text of the user script the answer: `[[say TEXT]]`, `[[json {...}]]`, `[[tool
/// NAME {...}]]` (several make parallel calls), `[[think TEXT]]`, `[[refuse]]`, `[[tokens N]]`,
/// `[[fault WORDS]]` or `[[fault WORDS times=N]]`; see [Fault#parse]. Without a mark the answer
/// repeats the text, or is the plainest value of the JSON schema asked for.
///
/// For any number of threads. Whoever started it closes it.
public final class Simulator implements AutoCloseable {
  private static final int BACKLOG = 1_024;
  private static final Wire OPENAI = new OpenAiWire();
  private static final Wire ANTHROPIC = new AnthropicWire();

  private final SimulatorSettings settings;
  private final ServerSocket server;
  private final Journal journal = new Journal();
  private final Queue<Fault> queued = new ConcurrentLinkedQueue<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private final LongAdder accepted = new LongAdder();

  private Simulator(SimulatorSettings settings, ServerSocket server) {
    this.settings = settings;
    this.server = server;
  }

  /// Starts one that accepts everything and answers at once.
  public static Simulator start() {
    return start(SimulatorSettings.DEFAULT);
  }

  public static Simulator start(SimulatorSettings settings) {
    return start(settings, 0);
  }

  /// Starts one on a port of the loopback address; 0 takes any free one.
  ///
  /// @throws UncheckedIOException when the port is taken
  public static Simulator start(SimulatorSettings settings, int port) {
    try {
      ServerSocket server = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
      Simulator simulator = new Simulator(settings, server);
      Thread.ofVirtual().name("simulator").start(simulator::accept);
      return simulator;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Base URL as Anthropic's SDKs take it.
  public String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /// Base URL as OpenAI's SDKs take it.
  public String openAiUrl() {
    return url() + "/v1";
  }

  /// Lets the next calls meet these faults, one each.
  public void next(Fault... faults) {
    queued.addAll(List.of(faults));
  }

  /// Connections so far, to see whether a client keeps them.
  public long connectionsAccepted() {
    return accepted.sum();
  }

  public Journal journal() {
    return journal;
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        open.add(socket);
        accepted.increment();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void serve(Socket socket) {
    try (ClientConnection client = new ClientConnection(socket)) {
      boolean goesOn = true;
      while (goesOn) {
        Received request = client.read();
        goesOn = request != null && answer(client, request);
      }
    } catch (IOException | NumberFormatException _) {
      // the client left, or does not speak HTTP
    } finally {
      open.remove(socket);
    }
  }

  private boolean answer(ClientConnection client, Received request) throws IOException {
    String path = request.path().split("\\?", 2)[0];
    return switch (request.method() + " " + path) {
      case "POST /v1/chat/completions" -> chat(client, request, OPENAI);
      case "POST /v1/messages" -> chat(client, request, ANTHROPIC);
      case "POST /v1/messages/count_tokens" -> countTokens(client, request);
      case "POST /v1/embeddings" -> embeddings(client, request);
      case "GET /v1/models" ->
          send(client, models(request.header("anthropic-version").isPresent()));
      default -> error(client, OPENAI, null, new Wrong(404, "Unknown request URL: " + path));
    };
  }

  private boolean chat(ClientConnection client, Received request, Wire wire) throws IOException {
    Asked asked;
    Script script;
    try {
      asked = wire.read(request);
      script = Script.of(asked.text());
      checkKey(request);
      checkModel(asked.model());
    } catch (Wrong e) {
      journal.add(request);
      return error(client, wire, null, e);
    } catch (IllegalArgumentException e) {
      journal.add(request);
      return error(client, wire, null, new Wrong(400, "bad script: " + e.getMessage()));
    }
    int times = journal.add(request.withText(asked.text()));
    try {
      return deliver(client, wire, asked, script, fault(request, script, times), request);
    } catch (IOException e) {
      journal.clientLeft();
      throw e;
    }
  }

  private boolean deliver(
      ClientConnection client,
      Wire wire,
      Asked asked,
      Script script,
      @Nullable Fault fault,
      Received request)
      throws IOException {
    Duration wait = fault instanceof Fault.SlowFirstByte(var slow) ? slow : settings.latency();
    if (!wait.isZero() && !client.stays(wait)) {
      throw new IOException("the client left");
    }
    switch (fault) {
      case Fault.Close _ -> {
        return false;
      }
      case Fault.Status(var code, _) -> {
        return error(client, wire, fault, new Wrong(code, "simulated status " + code));
      }
      case null, default -> {}
    }
    Answer answer = Answer.to(asked, script);
    Wire.Reply reply =
        new Wire.Reply(
            HashVectors.id(request.body()),
            settings.clock().instant().getEpochSecond(),
            !(fault instanceof Fault.MissingUsage),
            !(fault instanceof Fault.MissingDone));
    Delivery delivery = new Delivery(client, fault);
    return asked.stream()
        ? delivery.stream(
            wire.events(asked, answer, reply),
            wire.errorEvent("simulated failure"),
            settings.eventGap())
        : delivery.plain(200, Map.of(), wire.plain(asked, answer, reply).utf8());
  }

  private @Nullable Fault fault(Received request, Script script, int times) {
    Fault next = queued.poll();
    if (next != null) {
      return next;
    }
    if (script.fault() != null) {
      return times <= script.faultTimes() ? script.fault() : null;
    }
    return request.header("x-simulator-fault").map(Fault::parse).orElse(null);
  }

  private void checkKey(Received request) {
    if (settings.apiKeys().isEmpty()) {
      return;
    }
    String key =
        request
            .header("authorization")
            .filter(value -> value.startsWith("Bearer "))
            .map(value -> value.substring("Bearer ".length()))
            .or(() -> request.header("x-api-key"))
            .orElse("");
    if (!settings.apiKeys().contains(key)) {
      // As real providers do, to prove that nobody passes it on.
      throw new Wrong(401, "Incorrect API key provided: " + key);
    }
  }

  private void checkModel(String model) {
    boolean known =
        settings.models().isEmpty()
            ? !model.startsWith("no-such")
            : settings.models().contains(model);
    if (!known) {
      throw new Wrong(404, "The model `" + model + "` does not exist");
    }
  }

  private boolean countTokens(ClientConnection client, Received request) throws IOException {
    try {
      checkKey(request);
      return send(client, object("input_tokens", ANTHROPIC.read(request).inputTokens()));
    } catch (Wrong e) {
      return error(client, ANTHROPIC, null, e);
    }
  }

  private boolean embeddings(ClientConnection client, Received request) throws IOException {
    Json.Obj body;
    try {
      checkKey(request);
      body = Trees.body(request.body());
      checkModel(Trees.text(body, "model"));
      journal.add(request.withText(String.join("\n", Embeddings.inputs(body))));
    } catch (Wrong e) {
      journal.add(request);
      return error(client, OPENAI, null, e);
    }
    Fault fault = queued.poll();
    return fault instanceof Fault.Status(var code, _)
        ? error(client, OPENAI, fault, new Wrong(code, "simulated status " + code))
        : new Delivery(client, fault)
            .plain(200, Map.of(), Embeddings.answer(body, settings.embedding()).utf8());
  }

  private Json models(boolean anthropic) {
    List<String> names =
        settings.models().isEmpty()
            ? List.of("sim-1", "sim-embed")
            : settings.models().stream().sorted().toList();
    if (anthropic) {
      return object(
          "data",
          names.stream()
              .map(name ->
                  object(
                      "type",
                      "model",
                      "id",
                      name,
                      "display_name",
                      name,
                      "created_at",
                      settings.clock().instant().toString()))
              .toList(),
          "has_more",
          false,
          "first_id",
          names.getFirst(),
          "last_id",
          names.getLast());
    }
    return object(
        "object",
        "list",
        "data",
        names.stream()
            .map(name ->
                object(
                    "id",
                    name,
                    "object",
                    "model",
                    "created",
                    settings.clock().instant().getEpochSecond(),
                    "owned_by",
                    "simulator"))
            .toList());
  }

  private static boolean send(ClientConnection client, Json body) throws IOException {
    return new Delivery(client, null).plain(200, Map.of(), body.utf8());
  }

  private static boolean error(
      ClientConnection client, Wire wire, @Nullable Fault fault, Wrong wrong) throws IOException {
    Map<String, String> headers = fault instanceof Fault.Status(_, var named) ? named : Map.of();
    return new Delivery(client, null)
        .plain(wrong.status(), headers, wire.error(wrong.status(), wrong.text()).utf8());
  }
}
