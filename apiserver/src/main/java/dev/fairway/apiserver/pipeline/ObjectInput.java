package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.json.JsonSyntax;
import dev.fairway.apiserver.schema.FieldError;
import dev.fairway.apiserver.schema.ObjectMeta;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.function.Function;

/// From a request body to an object of the resource it was sent to: the right kind, at the right
/// place, and what its schema does not know dealt with as `fieldValidation` asks.
final class ObjectInput {
  /// So many characters of an unreadable body are shown.
  private static final int SHOWN = 30;

  private final Bodies bodies;

  ObjectInput(Bodies bodies) {
    this.bodies = bodies;
  }

  /// The object in the body of a POST or PUT.
  Map<String, Object> object(Call call, WriteOptions options) {
    Bodies.Body body = body(call);
    Map<String, Object> object = body.object();
    identify(call, object);
    List<String> problems = problems(call, object, body.duplicates());
    ServedResource resource = call.resource();
    report(
        call,
        options,
        problems,
        text ->
            ApiFailure.badRequest(
                "%s in version \"%s\" cannot be handled as a %s: strict decoding error: %s"
                    .formatted(resource.kind(), resource.version(), resource.kind(), text)));
    locate(call, object);
    return object;
  }

  private Bodies.Body body(Call call) {
    try {
      return bodies.object(call.request());
    } catch (JsonSyntax e) {
      throw unrecognized(call, "couldn't get version/kind; json parse error: " + e.getMessage());
    }
  }

  /// The configuration of an apply. What the schema does not know stays in: applying it refuses
  /// that, whatever `fieldValidation` asks.
  Map<String, Object> configuration(Call call, WriteOptions options) {
    List<String> duplicates = new ArrayList<>();
    Map<String, Object> object;
    try {
      object = Json.object(Bodies.yaml(call.request().body(), duplicates));
    } catch (JsonSyntax e) {
      throw ApiFailure.badRequest("error decoding YAML: " + e.getMessage());
    }
    requireType(object);
    identify(call, object);
    if (options.validation() == WriteOptions.Validation.STRICT) {
      report(
          call,
          options,
          repeated(duplicates),
          text -> ApiFailure.badRequest("error decoding YAML: strict decoding error: " + text));
    }
    locate(call, object);
    return object;
  }

  /// Removes what the schema does not know from the result of a patch.
  void prunePatched(Call call, WriteOptions options, Map<String, Object> object) {
    byte[] whole = Json.write(object);
    call.resource()
        .schema()
        .mismatch(object)
        .ifPresent(wrong -> {
          throw unfit(whole, wrong);
        });
    identify(call, object);
    locate(call, object);
    report(
        call,
        options,
        problems(call, object, List.of()),
        text -> unfit(whole, "strict decoding error: " + text));
  }

  /// A patch whose result cannot be read: the message shows all of it.
  private static ApiFailure unfit(byte[] patched, String why) {
    String shown = new String(patched, StandardCharsets.UTF_8);
    return ApiFailure.invalid("", "", "", List.of(FieldError.invalid("patch", shown, why)));
  }

  private static void requireType(Map<String, Object> object) {
    for (String field : List.of("apiVersion", "kind")) {
      if (Trees.text(object, field).isEmpty()) {
        throw ApiFailure.badRequest(field + " must be set in an apply configuration");
      }
    }
  }

  private static void identify(Call call, Map<String, Object> object) {
    ServedResource resource = call.resource();
    String kind = Trees.text(object, "kind");
    String apiVersion = Trees.text(object, "apiVersion");
    if (resource.custom() && kind.isEmpty()) {
      String whole = new String(Json.write(object), StandardCharsets.UTF_8);
      throw unrecognized(call, "Object 'Kind' is missing in '" + whole + "'");
    }
    boolean defaulted = apiVersion.isEmpty() && !resource.custom();
    if (!defaulted && !apiVersion.equals(resource.apiVersion())) {
      throw ApiFailure.badRequest(
          "the API version in the data (%s) does not match the expected API version (%s)"
              .formatted(apiVersion, resource.apiVersion()));
    }
    if (!kind.isEmpty() && !kind.equals(resource.kind())) {
      if (resource.custom()) {
        String name = Trees.text(object, "metadata", "name");
        throw ApiFailure.otherKind(resource.group(), kind, name, resource.kind());
      }
      throw ApiFailure.badRequest(
          "%s in version \"%s\" cannot be handled as a %s"
              .formatted(kind, resource.version(), resource.kind()));
    }
    object.put("apiVersion", resource.apiVersion());
    object.put("kind", resource.kind());
    String wrong = ObjectMeta.malformed(object.get("metadata"));
    if (wrong == null) {
      wrong = resource.schema().mismatch(object).orElse(null);
    }
    if (wrong != null) {
      throw ApiFailure.badRequest(
          "%s in version \"%s\" cannot be handled as a %s: %s"
              .formatted(resource.kind(), resource.version(), resource.kind(), wrong));
    }
  }

  /// The body is no object of any kind; the message shows how it begins.
  private static ApiFailure unrecognized(Call call, String why) {
    String body = new String(call.request().body(), StandardCharsets.UTF_8);
    String start = body.length() > SHOWN ? body.substring(0, SHOWN) + " ..." : body;
    return ApiFailure.badRequest(
        "the object provided is unrecognized (must be of type %s): %s (%s)"
            .formatted(call.resource().kind(), why, start));
  }

  private static List<String> problems(
      Call call, Map<String, Object> object, List<String> duplicates) {
    SequencedSet<String> problems = new LinkedHashSet<>(repeated(duplicates));
    List<String> unknown = new ArrayList<>();
    ObjectMeta.prune(Metadata.of(object).fields(), "metadata", unknown);
    unknown.addAll(call.resource().schema().prune(object));
    unknown.forEach(path -> problems.add("unknown field \"" + path + "\""));
    return List.copyOf(problems);
  }

  private static List<String> repeated(List<String> duplicates) {
    return duplicates.stream().map(path -> "duplicate field \"" + path + "\"").toList();
  }

  private static void report(
      Call call,
      WriteOptions options,
      List<String> problems,
      Function<String, ApiFailure> refusal) {
    if (problems.isEmpty()) {
      return;
    }
    switch (options.validation()) {
      case STRICT -> throw refusal.apply(String.join(", ", problems));
      case WARN -> problems.forEach(call::warn);
      case IGNORE -> {}
    }
  }

  /// Name and namespace come from the URL; the body may leave them out but not contradict.
  private static void locate(Call call, Map<String, Object> object) {
    Metadata meta = Metadata.of(object);
    String name = call.target().name();
    if (!name.isEmpty()) {
      if (!meta.name().isEmpty() && !meta.name().equals(name)) {
        throw ApiFailure.badRequest(
            "the name of the object (%s) does not match the name on the URL (%s)"
                .formatted(meta.name(), name));
      }
      meta.set("name", name);
    }
    String namespace = call.namespace();
    if (!meta.namespace().isEmpty() && !meta.namespace().equals(namespace)) {
      throw ApiFailure.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    meta.set("namespace", namespace.isEmpty() ? null : namespace);
  }
}
