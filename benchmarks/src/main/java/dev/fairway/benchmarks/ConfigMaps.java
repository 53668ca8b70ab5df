package dev.fairway.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/// Requests for small ConfigMaps in one namespace of one server.
///
/// @param created how many, which also numbers them
/// @param removed how many of them, in the same order
record ConfigMaps(Target target, String namespace, AtomicLong created, AtomicLong removed) {
  private static final int CONNECTIONS = 16;

  /// Makes the namespace.
  static ConfigMaps in(Target target, String namespace) throws IOException {
    String body =
        "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\""
            + namespace
            + "\"}}";
    try (Wire wire = target.connect()) {
      wire.exchange(target.request("POST", "/api/v1/namespaces", body), 201);
    }
    return new ConfigMaps(target, namespace, new AtomicLong(), new AtomicLong());
  }

  String path() {
    return "/api/v1/namespaces/" + namespace + "/configmaps";
  }

  static String name(long number) {
    return "cm-%010d".formatted(number);
  }

  Load.Job creates() {
    Template create = new Template(target.request("POST", path(), body()));
    return wire -> wire.exchange(create.with(created.getAndIncrement()), 201);
  }

  /// Writes over one object, each time with another content.
  Load.Job updates(String name) {
    String body = body().replace("cm-" + Template.NUMBER, name);
    Template update = new Template(target.request("PUT", path() + "/" + name, body));
    AtomicLong number = new AtomicLong(System.nanoTime() % 1_000_000_000);
    return wire -> wire.exchange(update.with(number.incrementAndGet()), 200);
  }

  Load.Job gets(String name) {
    return sends(path() + "/" + name);
  }

  Load.Job lists(String query) {
    return sends(path() + query);
  }

  /// Goes through all pages again and again.
  Load.Job pages(int size) {
    Paging paging = new Paging(path() + "?limit=" + size);
    return wire -> {
      wire.exchange(target.get(paging.path()), 200);
      paging.read(wire);
    };
  }

  /// Where a client is that reads page after page.
  private static final class Paging {
    private static final String TOKEN = "\"continue\":\"";
    private static final int HEAD_BYTES = 512;

    private final String first;
    private String token = "";

    Paging(String first) {
      this.first = first;
    }

    String path() {
      return token.isEmpty() ? first : first + "&continue=" + token;
    }

    /// The token of the next page is in the list's head.
    void read(Wire wire) {
      int length = Math.min(HEAD_BYTES, wire.bodyLength());
      String head = new String(wire.body(), 0, length, StandardCharsets.US_ASCII);
      int at = head.indexOf(TOKEN);
      int start = at + TOKEN.length();
      token = at < 0 ? "" : head.substring(start, head.indexOf('"', start));
    }
  }

  /// Removes what was created. Object by object: the real server empties a collection with one
  /// worker, which takes longer than a round.
  void deleteAll() throws Exception {
    int left = (int) (created.get() - removed.get());
    new Load(CONNECTIONS).times(target, left, _ -> deletes());
  }

  private Load.Job deletes() {
    String name = "cm-" + Template.NUMBER;
    Template delete = new Template(target.request("DELETE", path() + "/" + name, ""));
    return wire -> wire.exchange(delete.with(removed.getAndIncrement()), 200);
  }

  private Load.Job sends(String path) {
    byte[] request = target.get(path);
    return wire -> wire.exchange(request, 200);
  }

  /// Creates so many.
  void fill(int count) throws Exception {
    new Load(CONNECTIONS).times(target, count, _ -> creates());
  }

  private static String body() {
    return "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"cm-"
        + Template.NUMBER
        + "\"},\"data\":{\"key\":\"value-"
        + Template.NUMBER
        + "\"}}";
  }
}
