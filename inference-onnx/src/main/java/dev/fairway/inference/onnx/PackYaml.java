package dev.fairway.inference.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One object of a `pack.yaml`: reads its fields and notes what is wrong with them, all of it. For
/// one thread.
final class PackYaml {
  private final JsonNode node;
  private final String path;
  private final List<String> faults;
  private final Set<String> read = new HashSet<>();

  PackYaml(JsonNode node, String path, List<String> faults) {
    this.node = node;
    this.path = path;
    this.faults = faults;
  }

  void fault(String name, String what) {
    faults.add(path + name + ": " + what);
  }

  @Nullable String required(String name) {
    String text = optional(name);
    if (text == null && !node.hasNonNull(name)) {
      fault(name, "is required");
    }
    return text;
  }

  String text(String name, String otherwise) {
    String text = optional(name);
    return text == null ? otherwise : text;
  }

  @Nullable String optional(String name) {
    read.add(name);
    JsonNode value = node.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isValueNode() || value.asText().isBlank()) {
      fault(name, "must be a text");
      return null;
    }
    return value.asText();
  }

  double number(String name, double otherwise) {
    read.add(name);
    JsonNode value = node.path(name);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isNumber()) {
      fault(name, "must be a number");
    }
    return value.asDouble();
  }

  int count(String name, int least) {
    read.add(name);
    JsonNode value = node.path(name);
    if (!value.isInt() || value.intValue() < least) {
      fault(name, "must be an integer of at least " + least);
    }
    return value.asInt();
  }

  List<String> texts(String name) {
    read.add(name);
    List<String> texts = new ArrayList<>();
    node.path(name).forEach(item -> texts.add(item.asText()));
    return texts;
  }

  Optional<PackYaml> object(String name) {
    read.add(name);
    JsonNode value = node.path(name);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isObject()) {
      fault(name, "must be an object");
      return Optional.empty();
    }
    return Optional.of(new PackYaml(value, path + name + ".", faults));
  }

  /// `{file: NAME, sha256: ...}` or `{resource: NAME, sha256: ...}`.
  @Nullable PackFile requiredFile(String name) {
    PackFile file = file(name);
    if (!node.has(name)) {
      fault(name, "is required");
    }
    return file;
  }

  @Nullable PackFile file(String name) {
    return object(name).map(PackYaml::file).orElse(null);
  }

  private @Nullable PackFile file() {
    String beside = optional("file");
    String resource = optional("resource");
    String sha256 = required("sha256");
    rest();
    if ((beside == null) == (resource == null)) {
      fault("file", "name a file beside pack.yaml, or a resource of the class path");
      return null;
    }
    String name = beside == null ? resource : beside;
    return name == null || sha256 == null
        ? null
        : new PackFile(name, resource != null, sha256.toLowerCase(java.util.Locale.ROOT));
  }

  /// Notes the fields that nothing has read.
  void rest() {
    node.fieldNames()
        .forEachRemaining(name -> {
          if (!read.contains(name)) {
            fault(name, "is no field of a pack");
          }
        });
  }
}
