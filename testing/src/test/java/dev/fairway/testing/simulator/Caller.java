package dev.fairway.testing.simulator;

import dev.fairway.inference.chat.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Calls a simulator with bodies written by hand.
record Caller(Simulator simulator, HttpClient http) implements AutoCloseable {
  /// What came back.
  record Answered(int status, HttpResponse<byte[]> response) {
    byte[] bytes() {
      return response.body();
    }

    String text() {
      return new String(bytes(), StandardCharsets.UTF_8);
    }

    Json json() {
      return Json.parse(bytes());
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    /// The data of server-sent events, in order.
    List<Json> data() {
      return text()
          .lines()
          .filter(line -> line.startsWith("data: ") && !line.equals("data: [DONE]"))
          .map(line -> Json.parse(line.substring("data: ".length())))
          .toList();
    }

    /// The names of server-sent events, in order.
    List<String> names() {
      return text()
          .lines()
          .filter(line -> line.startsWith("event: "))
          .map(line -> line.substring("event: ".length()))
          .toList();
    }

    /// A value inside the answer, by the names and indexes on the way to it.
    String at(String pointer) {
      return Caller.at(json(), pointer);
    }
  }

  static Caller start() {
    return start(SimulatorSettings.DEFAULT);
  }

  static Caller start(SimulatorSettings settings) {
    return new Caller(Simulator.start(settings), HttpClient.newHttpClient());
  }

  Answered post(String path, String body, String... headers) {
    return send("POST", path, HttpRequest.BodyPublishers.ofString(body), headers);
  }

  Answered post(String path, byte[] body, String... headers) {
    return send("POST", path, HttpRequest.BodyPublishers.ofByteArray(body), headers);
  }

  Answered get(String path, String... headers) {
    return send("GET", path, HttpRequest.BodyPublishers.noBody(), headers);
  }

  Answered send(String method, String path, HttpRequest.BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(simulator.url() + path)).method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      var response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Answered(response.statusCode(), response);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Text of strings, JSON of everything else; empty when there is nothing.
  static String at(Json json, String pointer) {
    Json value = json;
    for (String step : pointer.split("/")) {
      Json next =
          switch (value) {
            case Json.Obj object -> object.field(step).orElse(null);
            case Json.Arr array when Integer.parseInt(step) < array.items().size() ->
                array.items().get(Integer.parseInt(step));
            default -> null;
          };
      if (next == null) {
        return "";
      }
      value = next;
    }
    return value instanceof Json.Str(var text) ? text : value.text();
  }

  @Override
  public void close() {
    http.close();
    simulator.close();
  }
}
