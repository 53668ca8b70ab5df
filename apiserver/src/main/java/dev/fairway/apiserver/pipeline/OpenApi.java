package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.pipeline.ServedResources.Group;
import dev.fairway.apiserver.types.BuiltinTypes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// OpenAPI v3: an index of addresses with a fingerprint, and one document for each group and
/// version. Documents are made when first read, since most never are. Belongs to one route table.
final class OpenApi {
  private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
  private static final String CACHE_FOR_EVER = "public, max-age=31536000, immutable";

  private final ServedResources served;
  private final BuiltinTypes types;
  private final Map<String, byte[]> documents = new ConcurrentHashMap<>();

  OpenApi(ServedResources served, BuiltinTypes types) {
    this.served = served;
    this.types = types;
  }

  /// The answer below `/openapi/v3`; empty when the path names no document.
  Optional<ApiAnswer> answer(ApiRequest request, List<String> path) {
    if (path.size() == 2) {
      return Optional.of(Answers.json(200, index()));
    }
    String name = String.join("/", path.subList(2, path.size()));
    return document(name).map(body -> document(request, body));
  }

  private static ApiAnswer document(ApiRequest request, byte[] body) {
    String hash = Hashes.hex(body);
    ApiAnswer answer =
        Answers.with(Answers.of(200, "application/json", body), "ETag", "\"" + hash + "\"");
    boolean current = request.parameter("hash").filter(hash::equals).isPresent();
    return current ? Answers.with(answer, "Cache-Control", CACHE_FOR_EVER) : answer;
  }

  private Map<String, Object> index() {
    Map<String, Object> paths = new LinkedHashMap<>();
    for (Group group : served.groups()) {
      for (String version : group.versions().keySet()) {
        String name = name(group.name(), version);
        String hash = document(name).map(Hashes::hex).orElse("");
        paths.put(name, Trees.of("serverRelativeURL", "/openapi/v3/" + name + "?hash=" + hash));
      }
    }
    return Trees.of("paths", paths);
  }

  private static String name(String group, String version) {
    return group.isEmpty() ? "api/" + version : "apis/" + group + "/" + version;
  }

  private Optional<byte[]> document(String name) {
    String[] parts = name.split("/");
    boolean core = parts[0].equals("api");
    if (parts.length != (core ? 2 : 3)) {
      return Optional.empty();
    }
    String version = parts[parts.length - 1];
    List<ServedResource> resources =
        served.group(core ? "" : parts[1]).map(group -> group.resources(version)).orElse(List.of());
    return resources.isEmpty()
        ? Optional.empty()
        : Optional.of(documents.computeIfAbsent(name, _ -> Json.write(document(resources))));
  }

  private Map<String, Object> document(List<ServedResource> resources) {
    Map<String, Object> schemas = new TreeMap<>();
    schemas.put(META + "ObjectMeta", MetaSchemas.objectMeta());
    schemas.put(META + "ListMeta", MetaSchemas.listMeta());
    schemas.putAll(builtInSchemas(resources));
    Map<String, Object> paths = new LinkedHashMap<>();
    for (ServedResource resource : resources) {
      String name = resource.custom() ? customName(resource) : builtInName(resource, schemas);
      if (resource.custom()) {
        schemas.put(name, resource.openApi().get());
      }
      if (!resource.virtual()) {
        schemas.put(name + "List", listSchema(resource, name));
      }
      paths.putAll(paths(resource, name));
    }
    return Trees.of(
        "openapi",
        "3.0.0",
        "info",
        Trees.of("title", "Fairway", "version", ServerVersion.GIT),
        "paths",
        paths,
        "components",
        Trees.of("schemas", schemas));
  }

  private Map<String, Object> builtInSchemas(List<ServedResource> resources) {
    List<String> kinds =
        resources.stream()
            .filter(resource -> !resource.custom())
            .map(ServedResource::kind)
            .toList();
    return kinds.isEmpty()
        ? Map.of()
        : types.openApiSchemas(resources.getFirst().apiVersion(), kinds);
  }

  private static String builtInName(ServedResource resource, Map<String, Object> schemas) {
    Map<String, Object> kind = kind(resource, resource.kind());
    for (Map.Entry<String, Object> schema : schemas.entrySet()) {
      Map<String, Object> tree = Json.object(schema.getValue());
      if (Trees.list(tree, "x-kubernetes-group-version-kind").contains(kind)) {
        return schema.getKey();
      }
    }
    throw new IllegalStateException("no OpenAPI schema of " + resource.kind());
  }

  /// The group turned round, as upstream names the schemas of custom resources.
  private static String customName(ServedResource resource) {
    List<String> parts = new ArrayList<>(List.of(resource.group().split("\\.")));
    Collections.reverse(parts);
    return String.join(".", parts) + "." + resource.version() + "." + resource.kind();
  }

  private static Map<String, Object> listSchema(ServedResource resource, String item) {
    return Trees.of(
        "description", resource.listKind() + " is a list of " + resource.kind(),
        "type", "object",
        "required", List.of("items"),
        "properties",
            Trees.of(
                "apiVersion", MetaSchemas.apiVersion(),
                "kind", MetaSchemas.kind(),
                "metadata", MetaSchemas.reference(META + "ListMeta", "Standard list metadata."),
                "items", Trees.of("type", "array", "items", reference(item))),
        "x-kubernetes-group-version-kind", List.of(kind(resource, resource.listKind())));
  }

  private static Map<String, Object> kind(ServedResource resource, String kind) {
    return Trees.of("group", resource.group(), "version", resource.version(), "kind", kind);
  }

  private static Map<String, Object> reference(String schema) {
    return Trees.of("$ref", "#/components/schemas/" + schema);
  }

  private static Map<String, Object> paths(ServedResource resource, String schema) {
    String base =
        resource.group().isEmpty()
            ? "/api/" + resource.version()
            : "/apis/" + resource.group() + "/" + resource.version();
    String place = resource.namespaced() ? base + "/namespaces/{namespace}/" : base + "/";
    Map<String, Object> paths = new LinkedHashMap<>();
    paths.put(place + resource.plural(), operations(resource, schema, false));
    paths.put(place + resource.plural() + "/{name}", operations(resource, schema, true));
    for (var subresource : resource.subresources()) {
      if (subresource.name().equals("status")) {
        paths.put(place + resource.plural() + "/{name}/status", operations(resource, schema, true));
      }
    }
    return paths;
  }

  private static Map<String, Object> operations(
      ServedResource resource, String schema, boolean named) {
    Map<String, Object> operations = new LinkedHashMap<>();
    for (String verb : resource.verbs()) {
      boolean ofObject = List.of("get", "update", "patch", "delete").contains(verb);
      String method =
          switch (verb) {
            case "list", "get" -> "get";
            case "create" -> "post";
            case "update" -> "put";
            case "patch" -> "patch";
            case "delete", "deletecollection" -> "delete";
            default -> "";
          };
      if (ofObject == named && !method.isEmpty()) {
        operations.put(method, operation(resource, schema, verb, method));
      }
    }
    return operations;
  }

  private static Map<String, Object> operation(
      ServedResource resource, String schema, String verb, String method) {
    String suffix = resource.kind() + Character.toUpperCase(resource.version().charAt(0));
    Map<String, Object> content =
        Trees.of("application/json", Trees.of("schema", reference(schema)));
    Map<String, Object> operation =
        Trees.of(
            "operationId", verb + suffix + resource.version().substring(1).toLowerCase(Locale.ROOT),
            "parameters", parameters(method),
            "responses", Trees.of("200", Trees.of("description", "OK", "content", content)),
            "x-kubernetes-action",
                verb.equals("create") ? "post" : verb.equals("update") ? "put" : verb,
            "x-kubernetes-group-version-kind", kind(resource, resource.kind()));
    switch (method) {
      case "post", "put" -> operation.put("requestBody", Trees.of("content", content));
      case "patch" -> operation.put("requestBody", Trees.of("content", patchTypes(resource)));
      default -> {}
    }
    return operation;
  }

  private static Map<String, Object> patchTypes(ServedResource resource) {
    Map<String, Object> types = new LinkedHashMap<>();
    for (String type : (resource.custom() ? Patches.CUSTOM_TYPES : Patches.ALL_TYPES).split(", ")) {
      types.put(type, Trees.of("schema", Trees.of("type", "object")));
    }
    return types;
  }

  private static List<Object> parameters(String method) {
    List<Object> parameters = new ArrayList<>();
    if (!method.equals("get")) {
      parameters.add(parameter("dryRun"));
      parameters.add(parameter("fieldManager"));
      if (!method.equals("delete")) {
        parameters.add(parameter("fieldValidation"));
      }
    }
    return parameters;
  }

  private static Map<String, Object> parameter(String name) {
    return Trees.of(
        "name", name, "in", "query", "schema", Trees.of("type", "string", "uniqueItems", true));
  }
}
