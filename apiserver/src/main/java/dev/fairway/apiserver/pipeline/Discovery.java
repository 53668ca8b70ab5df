package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.pipeline.ServedResource.Subresource;
import dev.fairway.apiserver.pipeline.ServedResources.Group;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the server offers, in the plain documents and in the aggregated one
/// (`apidiscovery.k8s.io/v2`) that saves clients a request per group. Belongs to one route table.
final class Discovery {
  private static final String AGGREGATED =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

  private final ServedResources served;
  private final Supplier<byte[]> aggregatedCore = once(() -> aggregated(true));
  private final Supplier<byte[]> aggregatedGroups = once(() -> aggregated(false));

  Discovery(ServedResources served) {
    this.served = served;
  }

  /// The document below `/api` or `/apis`; empty when the path names nothing served.
  Optional<ApiAnswer> answer(ApiRequest request, List<String> path) {
    boolean core = path.getFirst().equals("api");
    return switch (path.size()) {
      case 1 ->
          Optional.of(
              wantsAggregated(request)
                  ? aggregatedAnswer(request, core)
                  : Answers.json(200, core ? coreVersions() : groupList()));
      case 2 ->
          core
              ? resources("", path.get(1))
              : served
                  .group(path.get(1))
                  .filter(group -> !group.name().isEmpty())
                  .map(group -> Answers.json(200, group(group, true)));
      case 3 -> core ? Optional.empty() : resources(path.get(1), path.get(2));
      default -> Optional.empty();
    };
  }

  private static boolean wantsAggregated(ApiRequest request) {
    for (var range : Representation.MediaRange.parse(request.header("accept").orElse(""))) {
      if (!range.parameter("as").equals("APIGroupDiscoveryList")) {
        if (range.type().equals("application/json")) {
          return false;
        }
      } else if (range.type().equals("application/json") && range.parameter("v").equals("v2")) {
        return true;
      }
    }
    return false;
  }

  private ApiAnswer aggregatedAnswer(ApiRequest request, boolean core) {
    byte[] body = core ? aggregatedCore.get() : aggregatedGroups.get();
    String tag = "\"" + Hashes.hex(body) + "\"";
    Map<String, List<String>> headers =
        Map.of(
            "ETag", List.of(tag), "Vary", List.of("Accept"), "Content-Type", List.of(AGGREGATED));
    return request.header("if-none-match").filter(tag::equals).isPresent()
        ? new ApiAnswer.Whole(304, headers, new byte[0])
        : new ApiAnswer.Whole(200, headers, body);
  }

  private byte[] aggregated(boolean core) {
    List<Object> items = new ArrayList<>();
    for (Group group : served.groups()) {
      if (group.name().isEmpty() == core) {
        List<Object> versions = new ArrayList<>();
        group
            .versions()
            .forEach((version, resources) -> versions.add(aggregated(version, resources)));
        Map<String, Object> metadata = Trees.of("name", core ? null : group.name());
        items.add(Trees.of("metadata", metadata, "versions", versions));
      }
    }
    return Json.write(
        Trees.of(
            "kind",
            "APIGroupDiscoveryList",
            "apiVersion",
            "apidiscovery.k8s.io/v2",
            "metadata",
            Map.of(),
            "items",
            items));
  }

  private static Map<String, Object> aggregated(String version, List<ServedResource> resources) {
    return Trees.of(
        "version",
        version,
        "resources",
        resources.stream().map(Discovery::aggregated).toList(),
        "freshness",
        "Current");
  }

  private static Map<String, Object> aggregated(ServedResource resource) {
    List<Map<String, Object>> below =
        resource.subresources().stream()
            .map(subresource ->
                Trees.of(
                    "subresource",
                    subresource.name(),
                    "responseKind",
                    kindOf(resource, subresource),
                    "verbs",
                    subresource.verbs()))
            .toList();
    return Trees.of(
        "resource", resource.plural(),
        "responseKind", kind(resource.group(), resource.version(), resource.kind()),
        "scope", resource.namespaced() ? "Namespaced" : "Cluster",
        "singularResource", resource.singular(),
        "verbs", resource.verbs(),
        "shortNames", unlessEmpty(resource.shortNames()),
        "categories", unlessEmpty(resource.categories()),
        "subresources", unlessEmpty(below));
  }

  private static Map<String, Object> kindOf(ServedResource resource, Subresource subresource) {
    return subresource.version().isEmpty()
        ? kind(resource.group(), resource.version(), subresource.kind())
        : kind(subresource.group(), subresource.version(), subresource.kind());
  }

  private static Map<String, Object> kind(String group, String version, String kind) {
    return Trees.of("group", group, "version", version, "kind", kind);
  }

  private static <T> @Nullable List<T> unlessEmpty(List<T> list) {
    return list.isEmpty() ? null : list;
  }

  private static Map<String, Object> coreVersions() {
    return Trees.of(
        "kind", "APIVersions",
        "versions", List.of("v1"),
        "serverAddressByClientCIDRs", List.of());
  }

  private Map<String, Object> groupList() {
    List<Map<String, Object>> groups =
        served.groups().stream()
            .filter(group -> !group.name().isEmpty())
            .map(group -> group(group, false))
            .toList();
    return Trees.of("kind", "APIGroupList", "apiVersion", "v1", "groups", groups);
  }

  private static Map<String, Object> group(Group group, boolean alone) {
    List<Map<String, Object>> versions =
        group.versions().keySet().stream().map(version -> version(group.name(), version)).toList();
    return Trees.of(
        "kind",
        alone ? "APIGroup" : null,
        "apiVersion",
        alone ? "v1" : null,
        "name",
        group.name(),
        "versions",
        versions,
        "preferredVersion",
        version(group.name(), group.preferred()));
  }

  private static Map<String, Object> version(String group, String version) {
    return Trees.of("groupVersion", group + "/" + version, "version", version);
  }

  private Optional<ApiAnswer> resources(String group, String version) {
    List<ServedResource> resources =
        served.group(group).map(found -> found.resources(version)).orElse(List.of());
    if (resources.isEmpty()) {
      return Optional.empty();
    }
    List<Object> entries = new ArrayList<>();
    for (ServedResource resource : resources) {
      entries.add(entry(resource));
      resource.subresources().forEach(subresource -> entries.add(entry(resource, subresource)));
    }
    return Optional.of(
        Answers.json(
            200,
            Trees.of(
                "kind",
                "APIResourceList",
                "apiVersion",
                "v1",
                "groupVersion",
                group.isEmpty() ? version : group + "/" + version,
                "resources",
                entries)));
  }

  private static Map<String, Object> entry(ServedResource resource) {
    return Trees.of(
        "name", resource.plural(),
        "singularName", resource.singular(),
        "namespaced", resource.namespaced(),
        "kind", resource.kind(),
        "verbs", resource.verbs(),
        "shortNames", unlessEmpty(resource.shortNames()),
        "categories", unlessEmpty(resource.categories()),
        "storageVersionHash", resource.virtual() ? null : storageHash(resource));
  }

  private static Map<String, Object> entry(ServedResource resource, Subresource subresource) {
    boolean foreign = !subresource.version().isEmpty();
    return Trees.of(
        "name",
        resource.plural() + "/" + subresource.name(),
        "singularName",
        "",
        "namespaced",
        resource.namespaced(),
        "group",
        foreign ? subresource.group() : null,
        "version",
        foreign ? subresource.version() : null,
        "kind",
        subresource.kind(),
        "verbs",
        subresource.verbs());
  }

  private static String storageHash(ServedResource resource) {
    String stored = resource.versions().storedApiVersion().orElse(resource.apiVersion());
    String text = (stored.contains("/") ? stored : "/" + stored) + "/" + resource.kind();
    byte[] hash = Hashes.sha256(text.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(Arrays.copyOf(hash, 8));
  }

  private static Supplier<byte[]> once(Supplier<byte[]> make) {
    return new Supplier<>() {
      private volatile byte[] made = new byte[0];

      @Override
      public byte[] get() {
        if (made.length == 0) {
          made = make.get();
        }
        return made;
      }
    };
  }
}
