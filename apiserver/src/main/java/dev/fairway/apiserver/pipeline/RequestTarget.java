package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.access.Authorizer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What a request is about: the path grammar and verbs of Kubernetes
/// (`apiserver/pkg/endpoints/request/requestinfo.go`).
///
/// @param resourceRequest false for plain paths such as `/version` and discovery
/// @param verb get, list, watch, create, update, patch, delete, deletecollection; for plain paths
///   the lower-case HTTP method
/// @param subresource empty when there is none
public record RequestTarget(
    boolean resourceRequest,
    String verb,
    String group,
    String version,
    String plural,
    String subresource,
    String namespace,
    String name,
    String path) {
  private static final Set<String> NAMESPACE_SUBRESOURCES = Set.of("status", "finalize");

  static RequestTarget of(ApiRequest request) {
    List<String> parts = segments(request.path());
    int groupAt = parts.isEmpty() ? -1 : groupPosition(parts);
    if (groupAt < 0 || parts.size() <= groupAt + 2) {
      return plain(request);
    }
    String group = groupAt == 0 ? "" : parts.get(1);
    String version = parts.get(groupAt + 1);
    List<String> rest = parts.subList(groupAt + 2, parts.size());
    boolean watchPrefix = rest.getFirst().equals("watch") && rest.size() > 1;
    return resource(
        request, group, version, watchPrefix ? rest.subList(1, rest.size()) : rest, watchPrefix);
  }

  private static RequestTarget resource(
      ApiRequest request, String group, String version, List<String> rest, boolean watchPrefix) {
    String namespace = "";
    if (rest.getFirst().equals("namespaces") && rest.size() > 1) {
      namespace = rest.get(1);
      if (rest.size() > 2 && !NAMESPACE_SUBRESOURCES.contains(rest.get(2))) {
        rest = rest.subList(2, rest.size());
      }
    }
    String name = rest.size() > 1 ? rest.get(1) : "";
    String subresource = rest.size() > 2 ? String.join("/", rest.subList(2, rest.size())) : "";
    return new RequestTarget(
        true,
        verb(request, name, watchPrefix),
        group,
        version,
        rest.getFirst(),
        subresource,
        namespace,
        name,
        request.path());
  }

  private static String verb(ApiRequest request, String name, boolean watchPrefix) {
    return switch (request.method()) {
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> name.isEmpty() ? "deletecollection" : "delete";
      default -> {
        if (watchPrefix || (name.isEmpty() && flag(request, "watch"))) {
          yield "watch";
        }
        yield name.isEmpty() ? "list" : "get";
      }
    };
  }

  /// A boolean parameter as upstream reads it: there, and neither `0` nor `false`.
  static boolean flag(ApiRequest request, String parameter) {
    return request
        .parameter(parameter)
        .filter(value -> !value.equals("0") && !value.equalsIgnoreCase("false"))
        .isPresent();
  }

  private static RequestTarget plain(ApiRequest request) {
    String verb = request.method().toLowerCase(java.util.Locale.ROOT);
    return new RequestTarget(false, verb, "", "", "", "", "", "", request.path());
  }

  /// 0 for `/api/...`, 1 for `/apis/...`, -1 for anything else.
  private static int groupPosition(List<String> parts) {
    return switch (parts.getFirst()) {
      case "api" -> 0;
      case "apis" -> 1;
      default -> -1;
    };
  }

  static List<String> segments(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      if (!part.isEmpty()) {
        parts.add(URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8));
      }
    }
    return parts;
  }

  Authorizer.Attributes attributes() {
    return new Authorizer.Attributes(
        verb, group, version, plural, subresource, namespace, name, path, resourceRequest);
  }
}
