package dev.fairway.apiserver;

import dev.fairway.apiserver.access.User;
import dev.fairway.apiserver.collect.ApiRefusal;
import dev.fairway.apiserver.collect.LocalApi;
import dev.fairway.apiserver.collect.ServedKind;
import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.pipeline.ApiAnswer;
import dev.fairway.apiserver.pipeline.ApiRequest;
import dev.fairway.apiserver.pipeline.RequestPipeline;
import dev.fairway.apiserver.pipeline.ServedResource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// The API for the embedded controllers: the pipeline without a network.
record LocalCalls(RequestPipeline pipeline) implements LocalApi {
  private static final User CONTROLLERS =
      new User(
          "system:kube-controller-manager",
          "",
          List.of("system:masters", "system:authenticated"),
          Map.of());

  @Override
  public List<ServedKind> kinds() {
    return pipeline.served().types().values().stream().map(LocalCalls::kind).toList();
  }

  private static ServedKind kind(ServedResource resource) {
    return new ServedKind(
        resource.type(),
        resource.group(),
        resource.version(),
        resource.plural(),
        resource.kind(),
        resource.namespaced(),
        resource.verbs());
  }

  @Override
  public Map<String, Object> call(String method, String path, Map<String, Object> body) {
    String type = method.equals("PATCH") ? "application/merge-patch+json" : "application/json";
    ApiRequest request =
        new ApiRequest(
            method,
            path,
            Map.of(),
            Map.of(
                "content-type", List.of(type), "user-agent", List.of("kube-controller-manager/")),
            body.isEmpty() ? new byte[0] : Json.write(body),
            List.of(),
            false);
    return switch (pipeline.handleAs(CONTROLLERS, request)) {
      case ApiAnswer.Whole(var status, _, var answer) when status < 300 -> Json.parseObject(answer);
      case ApiAnswer.Whole(var status, _, var answer) ->
          throw new ApiRefusal(status, new String(answer, StandardCharsets.UTF_8));
      case ApiAnswer.Streamed _ -> throw new IllegalArgumentException("a watch: " + path);
    };
  }
}
