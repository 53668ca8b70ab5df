package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.access.User;
import dev.fairway.apiserver.store.Key;
import java.util.List;

/// One request for a resource with everything found out about it.
///
/// @param served the route table the whole request is answered by
/// @param warnings collects what the client should be told beside the answer
record Call(
    ApiRequest request,
    RequestTarget target,
    ServedResource resource,
    ServedResources served,
    User user,
    List<String> warnings) {

  Key key() {
    return key(target.name());
  }

  Key key(String name) {
    return new Key(resource.type(), namespace(), name);
  }

  String namespace() {
    return resource.namespaced() ? target.namespace() : "";
  }

  boolean status() {
    return target.subresource().equals("status");
  }

  void warn(String text) {
    if (!warnings.contains(text)) {
      warnings.add(text);
    }
  }

  ApiFailure notFound() {
    return ApiFailure.notFound(resource.named(), target.name());
  }
}
