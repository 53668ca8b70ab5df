package dev.fairway.testing.simulator;

import dev.fairway.inference.chat.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// A deterministic AI provider on a free port of the loopback interface, in the formats of every
/// [Vendor]. The same request always gets the same answer.
///
/// Marks in the last text of the user script the answer; [#scripts] and [#faults] list them.
/// Without a mark the answer repeats the text, or is the plainest value of the JSON schema asked
/// for.
///
/// For any number of threads. Whoever started it closes it.
public final class Simulator implements AutoCloseable {
  private static final int BACKLOG = 1_024;

  private final SimulatorSettings settings;
  private final int port;
  private final Routes routes;
  private final Credentials credentials;
  private final FastAnswers fast = new FastAnswers();
  private final Journal journal = new Journal();
  private final Queue<Fault> queued = new ConcurrentLinkedQueue<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger toDrop = new AtomicInteger();
  private final LongAdder accepted = new LongAdder();
  private volatile ServerSocket server;
  private volatile Thread accepting = Thread.currentThread();

  private Simulator(SimulatorSettings settings, ServerSocket server) {
    this.settings = settings;
    this.server = server;
    this.port = server.getLocalPort();
    this.routes = new Routes(settings);
    this.credentials = new Credentials(settings);
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
    Simulator simulator = new Simulator(settings, listen(port));
    simulator.serveInBackground();
    return simulator;
  }

  private static ServerSocket listen(int port) {
    try {
      return new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serveInBackground() {
    ServerSocket listening = server;
    accepting = Thread.ofVirtual().name("simulator").start(() -> accept(listening));
  }

  /// Base URL as Anthropic's SDKs take it.
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /// Base URL as OpenAI's SDKs take it.
  public String openAiUrl() {
    return url(Vendor.OPENAI);
  }

  /// Base URL as this vendor's SDKs take it.
  public String url(Vendor vendor) {
    return url() + vendor.path();
  }

  /// Lets the next calls meet these faults, one each.
  public void next(Fault... faults) {
    queued.addAll(List.of(faults));
  }

  /// Accepts so many connections only to close them.
  public void dropConnections(int count) {
    toDrop.set(count);
  }

  /// Refuses new connections and closes those that are open, until [#acceptConnections].
  public void refuseConnections() {
    try {
      server.close();
      accepting.join(); // until then the system may still accept one
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Listens again, on the same port.
  ///
  /// @throws UncheckedIOException when somebody else has taken it meanwhile
  public void acceptConnections() {
    server = listen(port);
    serveInBackground();
  }

  /// The marks that script an answer, each with what it does, for a user to read.
  public static Map<String, String> scripts() {
    return Script.words();
  }

  /// The words of all faults, each with what it does, for a user to read; [Fault#parse] takes them.
  public static Map<String, String> faults() {
    return Fault.words();
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
    refuseConnections();
  }

  private void accept(ServerSocket listening) {
    try {
      while (true) {
        Socket socket = listening.accept();
        socket.setTcpNoDelay(true);
        accepted.increment();
        boolean drop = toDrop.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        if (drop || listening.isClosed()) {
          socket.close();
        } else {
          open.add(socket);
          Thread.ofVirtual().start(() -> serve(socket));
        }
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
        goesOn = request != null && respond(client, request) && !request.lastOnConnection();
      }
    } catch (IOException | IllegalArgumentException _) {
      // the client left, or does not speak HTTP
    } finally {
      open.remove(socket);
    }
  }

  private boolean respond(ClientConnection client, Received request) throws IOException {
    if (!settings.fast()) {
      return answer(client, request);
    }
    byte[] kept = fast.find(request);
    if (kept == null) {
      client.startCopy();
      boolean goesOn = answer(client, request);
      fast.keep(request, client.endCopy());
      return goesOn;
    }
    journal.count();
    if (!settings.latency().isZero() && !client.stays(settings.latency())) {
      return false;
    }
    client.write(kept);
    return true;
  }

  private boolean answer(ClientConnection client, Received request) throws IOException {
    Operation operation = routes.find(request);
    Received heard = request;
    Understood understood;
    Script script;
    try {
      credentials.check(operation.vendor(), request);
      understood = operation.understand(request);
      heard = request.withText(understood.text());
      script = script(understood.text());
      checkModel(understood.model());
    } catch (Wrong e) {
      journal.add(heard, operation.spends());
      return error(client, operation, request, e, Map.of());
    }
    int times = journal.add(heard, operation.spends());
    try {
      return deliver(client, operation, understood, fault(heard, script, times), heard);
    } catch (IOException e) {
      journal.clientLeft();
      throw e;
    }
  }

  private static Script script(String text) {
    try {
      return Script.of(text);
    } catch (IllegalArgumentException e) {
      throw new Wrong(400, "bad script: " + e.getMessage());
    }
  }

  private void checkModel(String model) {
    boolean known =
        model.isEmpty()
            || (settings.models().isEmpty()
                ? !model.startsWith("no-such")
                : settings.models().contains(model));
    if (!known) {
      throw new Wrong(404, "The model `" + model + "` does not exist");
    }
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

  private boolean deliver(
      ClientConnection client,
      Operation operation,
      Understood understood,
      @Nullable Fault fault,
      Received request)
      throws IOException {
    Duration wait = fault instanceof Fault.SlowFirstByte(var slow) ? slow : settings.latency();
    if (!wait.isZero() && !client.stays(wait)) {
      throw new IOException("the client left");
    }
    if (fault instanceof Fault.Close) {
      return false;
    }
    if (fault instanceof Fault.Status(var code, var headers)) {
      Wrong wrong = new Wrong(code, "simulated status " + code);
      return error(client, operation, request, wrong, headers);
    }
    Body body;
    try {
      boolean stream = understood.stream() != fault instanceof Fault.OtherForm;
      body = understood.answering().answer(reply(request, fault), stream);
    } catch (Wrong e) {
      return error(client, operation, request, e, Map.of());
    }
    return new Delivery(client, fault, limits(operation)).send(200, body, settings.eventGap());
  }

  private Reply reply(Received request, @Nullable Fault fault) {
    Reply.Counting counting =
        switch (fault) {
          case Fault.MissingUsage _ -> Reply.Counting.MISSING;
          case Fault.ZeroUsageFirst _ -> Reply.Counting.ZERO_FIRST;
          case null, default -> Reply.Counting.RIGHT;
        };
    return new Reply(
        HashVectors.id(request.body()),
        settings.clock().instant().getEpochSecond(),
        counting,
        !(fault instanceof Fault.MissingDone || fault instanceof Fault.MissingFinish),
        !(fault instanceof Fault.MissingFinish));
  }

  private Map<String, String> limits(Operation operation) {
    return settings.rateLimits()
        ? RateLimits.headers(operation.vendor(), settings.clock().instant())
        : Map.of();
  }

  private boolean error(
      ClientConnection client,
      Operation operation,
      Received request,
      Wrong wrong,
      Map<String, String> headers)
      throws IOException {
    Map<String, String> all = new LinkedHashMap<>(limits(operation));
    all.putAll(Errors.headers(operation.vendor(), wrong));
    all.putAll(headers);
    Json body = operation.error(request, wrong);
    return new Delivery(client, null, all).send(wrong.status(), Body.json(body), Duration.ZERO);
  }
}
