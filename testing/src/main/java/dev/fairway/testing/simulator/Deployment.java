package dev.fairway.testing.simulator;

import dev.fairway.inference.chat.Json;

/// A call at Azure whose model is the deployment that the path names.
record Deployment(String name, Operation operation) implements Operation {
  @Override
  public Vendor vendor() {
    return operation.vendor();
  }

  @Override
  public Understood understand(Received request) {
    if (request.query("api-version").isEmpty()) {
      throw new Wrong(404, "Resource not found");
    }
    boolean form = request.header("content-type").orElse("").startsWith("multipart/");
    return operation.understand(form ? request : withModel(request));
  }

  private Received withModel(Received request) {
    Json body = Trees.body(request.body()).with("model", new Json.Str(name));
    return new Received(
        request.method(), request.path(), request.headers(), body.utf8(), request.text());
  }
}
