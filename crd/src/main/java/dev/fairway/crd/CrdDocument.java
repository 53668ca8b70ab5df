package dev.fairway.crd;

import java.util.List;
import java.util.Map;

/// One CustomResourceDefinition as a document. Immutable; made by [CrdGenerator] or read from YAML.
public final class CrdDocument {
  private final Map<String, Object> tree;

  CrdDocument(Map<String, Object> tree) {
    this.tree = tree;
  }

  /// The CustomResourceDefinitions among the documents of a YAML (or JSON) text; other kinds are
  /// left out.
  ///
  /// @throws IllegalArgumentException when the text is not YAML
  public static List<CrdDocument> parse(String yaml) {
    return Yaml.readAll(yaml).stream()
        .map(Tree::asMap)
        .filter(tree -> Tree.text(tree, "kind").equals("CustomResourceDefinition"))
        .map(CrdDocument::new)
        .toList();
  }

  /// `<plural>.<group>`.
  public String name() {
    return Tree.text(Tree.map(tree, "metadata"), "name");
  }

  /// The name of the file that fabric8's and JOSDK's tools look for under `META-INF/fabric8`.
  public String fileName() {
    return name() + "-v1.yml";
  }

  /// YAML without a document marker; the same document always gives the same text.
  public String toYaml() {
    return Yaml.write(tree);
  }

  /// The document as plain maps, lists and scalars: a copy, free to change.
  public Map<String, Object> toMap() {
    return Tree.asMap(Tree.copy(tree));
  }

  Map<String, Object> tree() {
    return tree;
  }

  Map<String, Object> spec() {
    return Tree.map(tree, "spec");
  }

  List<Map<String, Object>> versions() {
    return Tree.maps(spec(), "versions");
  }

  /// The root schema of a version as [#versions] gives it.
  static Map<String, Object> schema(Map<String, Object> version) {
    return Tree.map(Tree.map(version, "schema"), "openAPIV3Schema");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CrdDocument that && tree.equals(that.tree);
  }

  @Override
  public int hashCode() {
    return tree.hashCode();
  }

  @Override
  public String toString() {
    return name();
  }
}
