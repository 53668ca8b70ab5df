package dev.fairway.apiserver.pipeline;

import java.util.List;
import java.util.Map;

/// The OpenAPI schemas of what all kinds share, with descriptions for `kubectl explain`.
final class MetaSchemas {
  private MetaSchemas() {}

  static Map<String, Object> apiVersion() {
    return text("The versioned schema of this representation of an object, such as apps/v1.");
  }

  static Map<String, Object> kind() {
    return text("The kind of resource this object represents, in CamelCase.");
  }

  static Map<String, Object> reference(String schema, String description) {
    return Trees.of(
        "description", description,
        "allOf", List.of(Trees.of("$ref", "#/components/schemas/" + schema)),
        "default", Map.of());
  }

  static Map<String, Object> listMeta() {
    return Trees.of(
        "description", "What every list carries beside its items.",
        "type", "object",
        "properties",
            Trees.of(
                "continue", text("Where the next page goes on; empty on the last one."),
                "remainingItemCount",
                    number("How many items follow this page, when that is known."),
                "resourceVersion", text("The version of the state the list was read from."),
                "selfLink", text("No longer set.")));
  }

  static Map<String, Object> objectMeta() {
    Map<String, Object> strings = Trees.of("type", "string", "default", "");
    Map<String, Object> properties =
        Trees.of(
            "annotations", mapOf(strings, "Free data for tools, by key."),
            "creationTimestamp", time("When the object was created. Set by the server."),
            "deletionGracePeriodSeconds", number("Seconds an object has to end by itself."),
            "deletionTimestamp", time("When deletion was asked for. Set by the server."),
            "finalizers", list(strings, "Who must be done before the object is gone."),
            "generateName", text("Prefix of a name the server completes."),
            "generation", number("Counts the changes of the desired state."),
            "labels", mapOf(strings, "Keys and values to select objects by."),
            "managedFields", list(Trees.of("type", "object"), "Who manages which fields."),
            "name", text("Unique within a namespace. Cannot be changed."),
            "namespace", text("The space the name is unique in. Cannot be changed."),
            "ownerReferences",
                list(owner(), "Objects this one depends on: it is deleted when all are gone."));
    properties.put(
        "resourceVersion", text("The version of this state. Send it back to detect lost updates."));
    properties.put("selfLink", text("No longer set."));
    properties.put("uid", text("Unique in time and space. Set by the server."));
    return Trees.of(
        "description", "What every stored object carries.",
        "type", "object",
        "properties", properties);
  }

  private static Map<String, Object> owner() {
    return Trees.of(
        "type", "object",
        "required", List.of("apiVersion", "kind", "name", "uid"),
        "properties",
            Trees.of(
                "apiVersion", text("Of the owner."),
                "blockOwnerDeletion",
                    Trees.of(
                        "type", "boolean",
                        "description", "The owner waits for this object in foreground deletion."),
                "controller",
                    Trees.of("type", "boolean", "description", "The owner manages this object."),
                "kind", text("Of the owner."),
                "name", text("Of the owner."),
                "uid", text("Of the owner.")));
  }

  private static Map<String, Object> text(String description) {
    return Trees.of("description", description, "type", "string");
  }

  private static Map<String, Object> time(String description) {
    return Trees.of("description", description, "type", "string", "format", "date-time");
  }

  private static Map<String, Object> number(String description) {
    return Trees.of("description", description, "type", "integer", "format", "int64");
  }

  private static Map<String, Object> mapOf(Map<String, Object> value, String description) {
    return Trees.of("description", description, "type", "object", "additionalProperties", value);
  }

  private static Map<String, Object> list(Map<String, Object> item, String description) {
    return Trees.of("description", description, "type", "array", "items", item);
  }
}
