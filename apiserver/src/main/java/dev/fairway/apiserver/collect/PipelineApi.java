package dev.fairway.apiserver.collect;

import dev.fairway.apiserver.access.User;
import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.pipeline.ApiAnswer;
import dev.fairway.apiserver.pipeline.ApiRequest;
import dev.fairway.apiserver.pipeline.RequestPipeline;
import dev.fairway.apiserver.pipeline.ServedResource;
import dev.fairway.apiserver.pipeline.ServedResources;
import java.util.List;
import java.util.Map;

/// The pipeline of this process, called as the server itself.
public final class PipelineApi implements LocalApi {
  private static final User SERVER =
      new User("system:apiserver", "", List.of("system:masters"), Map.of());
  private static final Map<String, List<String>> MANAGER =
      Map.of("fieldManager", List.of("fairway-controllers"));

  private final RequestPipeline pipeline;
  private volatile Kinds kinds;

  /// One route table and the kinds in it: tables are compared by identity, kinds are asked for on
  /// every look.
  private record Kinds(ServedResources of, List<ServedKind> list) {}

  public PipelineApi(RequestPipeline pipeline) {
    this.pipeline = pipeline;
    this.kinds = read(pipeline.served());
  }

  @Override
  public List<ServedKind> kinds() {
    ServedResources served = pipeline.served();
    Kinds known = kinds;
    if (known.of != served) {
      known = read(served);
      kinds = known;
    }
    return known.list;
  }

  @Override
  public Map<String, Object> call(String method, String path, Map<String, Object> body) {
    String type = method.equals("PATCH") ? "application/merge-patch+json" : "application/json";
    ApiRequest request =
        new ApiRequest(
            method,
            path,
            MANAGER,
            Map.of("content-type", List.of(type), "accept", List.of("application/json")),
            body.isEmpty() ? new byte[0] : Json.write(body),
            List.of(),
            false);
    return switch (pipeline.handleAs(SERVER, request)) {
      case ApiAnswer.Whole answer when answer.status() < 300 -> Json.parseObject(answer.body());
      case ApiAnswer.Whole answer -> throw refusal(method, path, answer);
      case ApiAnswer.Streamed _ -> throw new IllegalArgumentException("a stream: " + path);
    };
  }

  private static ApiRefusal refusal(String method, String path, ApiAnswer.Whole answer) {
    String message = Trees.text(Json.parseObject(answer.body()), "message");
    return new ApiRefusal(answer.status(), method + " " + path + ": " + message);
  }

  private static Kinds read(ServedResources served) {
    return new Kinds(served, served.types().values().stream().map(PipelineApi::kind).toList());
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
}
