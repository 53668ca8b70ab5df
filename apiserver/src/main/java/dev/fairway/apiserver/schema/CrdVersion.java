package dev.fairway.apiserver.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One version of a CustomResourceDefinition, compiled into all that serving it needs. Compile once
/// per generation of the definition. Immutable; any thread.
///
/// @param warning the text of the deprecation warning; null when the version is not deprecated
/// @param hasStatus the version has a status subresource
/// @param selectableFields plain paths of fields that field selectors may name, such as
///   `spec.color`
public record CrdVersion(
    String name,
    boolean served,
    boolean storage,
    @Nullable String warning,
    StructuralSchema schema,
    PrinterColumns columns,
    boolean hasStatus,
    Optional<ScalePaths> scale,
    List<String> selectableFields) {

  /// Compiles every version of a definition that is valid and has its defaults.
  public static List<CrdVersion> compileAll(Map<String, Object> crd) {
    Map<String, Object> spec = Tree.object(crd, "spec");
    List<CrdVersion> versions = new ArrayList<>();
    Tree.objects(spec, "versions").forEach(version -> versions.add(compile(spec, version)));
    return List.copyOf(versions);
  }

  private static CrdVersion compile(Map<String, Object> spec, Map<String, Object> version) {
    Map<String, Object> subresources = Tree.object(version, "subresources");
    Optional<ScalePaths> scale = ScalePaths.read(subresources);
    return new CrdVersion(
        Tree.text(version, "name"),
        Tree.flag(version, "served"),
        Tree.flag(version, "storage"),
        warning(spec, version),
        StructuralSchema.compile(
            Tree.object(Tree.object(version, "schema"), "openAPIV3Schema"), scale.orElse(null)),
        PrinterColumns.compile(Tree.objects(version, "additionalPrinterColumns")),
        subresources.containsKey("status"),
        scale,
        Tree.objects(version, "selectableFields").stream()
            .map(field -> Tree.text(field, "jsonPath").substring(1))
            .toList());
  }

  private static @Nullable String warning(Map<String, Object> spec, Map<String, Object> version) {
    if (!Tree.flag(version, "deprecated")) {
      return null;
    }
    String own = Tree.text(version, "deprecationWarning");
    return own.isEmpty() ? defaultWarning(spec, Tree.text(version, "name")) : own;
  }

  /// Names the best version to move to, when there is a better one.
  private static String defaultWarning(Map<String, Object> spec, String name) {
    String kind = " " + Tree.text(Tree.object(spec, "names"), "kind");
    String group = Tree.text(spec, "group") + "/";
    return Tree.objects(spec, "versions").stream()
        .filter(other -> Tree.flag(other, "served") && !Tree.flag(other, "deprecated"))
        .map(other -> Tree.text(other, "name"))
        .filter(other -> ApiVersions.BEST_FIRST.compare(other, name) < 0)
        .min(ApiVersions.BEST_FIRST)
        .map(better -> group + name + kind + " is deprecated; use " + group + better + kind)
        .orElse(group + name + kind + " is deprecated");
  }

  /// What field selectors see of an object besides its name and namespace; an absent field reads as
  /// empty.
  public Map<String, String> selectableValues(Map<String, Object> object) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String field : selectableFields) {
      Object value = ScalePaths.valueAt(object, field);
      values.put(field, value == null ? "" : value.toString());
    }
    return values;
  }
}
