package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.pipeline.Definitions.Routes;
import java.util.List;
import java.util.Map;

/// Everything that is no resource: discovery, OpenAPI, the version and the probes.
final class PlainPaths {
  private static final List<String> CHECKS = List.of("ping", "log", "etcd");
  private static final ApiAnswer NOT_FOUND = Answers.text(404, "404 page not found\n");

  private PlainPaths() {}

  static ApiAnswer answer(ApiRequest request, Routes routes) {
    List<String> path = RequestTarget.segments(request.path());
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return notFound();
    }
    return switch (path.isEmpty() ? "" : path.getFirst()) {
      case "" -> Answers.json(200, roots());
      case "api", "apis" -> routes.discovery().answer(request, path).orElse(NOT_FOUND);
      case "openapi" -> openApi(request, path, routes);
      case "version" -> Answers.json(200, ServerVersion.document());
      case "healthz", "livez", "readyz" -> probe(request, path);
      default -> NOT_FOUND;
    };
  }

  private static ApiAnswer openApi(ApiRequest request, List<String> path, Routes routes) {
    return switch (path.size() < 2 ? "" : path.get(1)) {
      case "v2" -> path.size() == 2 ? OpenApiV2.answer(request) : NOT_FOUND;
      case "v3" -> routes.openApi().answer(request, path).orElse(NOT_FOUND);
      default -> NOT_FOUND;
    };
  }

  static ApiAnswer notFound() {
    return NOT_FOUND;
  }

  private static Map<String, Object> roots() {
    return Trees.of(
        "paths",
        List.of(
            "/api",
            "/apis",
            "/healthz",
            "/livez",
            "/openapi/v2",
            "/openapi/v3",
            "/readyz",
            "/version"));
  }

  private static ApiAnswer probe(ApiRequest request, List<String> path) {
    if (path.size() == 2) {
      return CHECKS.contains(path.get(1)) ? Answers.text(200, "ok") : NOT_FOUND;
    }
    if (request.parameter("verbose").isEmpty()) {
      return Answers.text(200, "ok");
    }
    StringBuilder text = new StringBuilder();
    CHECKS.forEach(check -> text.append("[+]").append(check).append(" ok\n"));
    return Answers.text(200, text + path.getFirst() + " check passed\n");
  }
}
