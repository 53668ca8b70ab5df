package dev.fairway.crd;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The reference page of some kinds in Markdown: every field with its type, default, rule and
/// meaning, taken from the CRDs themselves.
public final class CrdReference {
  private final StringBuilder page = new StringBuilder();

  private CrdReference() {}

  /// One section per kind and served version, in the order given.
  public static String markdown(String title, List<CrdDocument> documents) {
    var reference = new CrdReference();
    reference.line("# " + title);
    reference.line("");
    reference.line(
        "Generated from the Java types by the build; do not edit. `*` marks a required field, `[]` the items of a list, `{}` the values of a map.");
    documents.forEach(reference::kind);
    return reference.page.toString();
  }

  private void kind(CrdDocument document) {
    for (var version : document.versions())
      if (Tree.isTrue(version, "served")) version(document, version);
  }

  private void version(CrdDocument document, Map<String, Object> version) {
    var names = Tree.map(document.spec(), "names");
    var schema = CrdDocument.schema(version);
    line("");
    line("## " + Tree.text(names, "kind") + " " + Tree.text(version, "name"));
    line("");
    line(Tree.text(schema, "description"));
    line("");
    line(
        "- Group and version: `"
            + Tree.text(document.spec(), "group")
            + "/"
            + Tree.text(version, "name")
            + "`, "
            + Tree.text(document.spec(), "scope").toLowerCase(java.util.Locale.ROOT)
            + (Tree.isTrue(version, "deprecated") ? ", deprecated" : ""));
    line("- Names: " + code(names(names)));
    var columns =
        Tree.maps(version, "additionalPrinterColumns").stream().map(CrdReference::column).toList();
    if (!columns.isEmpty()) line("- Columns of `kubectl get`: " + String.join(", ", columns));
    Tree.map(schema, "properties").forEach((name, child) -> section(name, Tree.asMap(child)));
  }

  private static List<String> names(Map<String, Object> names) {
    var all =
        new ArrayList<String>(List.of(Tree.text(names, "plural"), Tree.text(names, "singular")));
    all.addAll(Tree.strings(names, "shortNames"));
    all.addAll(Tree.strings(names, "categories"));
    return all;
  }

  private static String column(Map<String, Object> column) {
    return Tree.text(column, "name") + (column.containsKey("priority") ? " (wide)" : "");
  }

  private void section(String name, Map<String, Object> schema) {
    line("");
    line("### " + name);
    line("");
    line("| Field | Type | Default | Rule | Description |");
    line("|---|---|---|---|---|");
    fields("", schema);
  }

  private void fields(String prefix, Map<String, Object> schema) {
    var required = Tree.strings(schema, "required");
    Tree.map(schema, "properties")
        .forEach((name, child) -> field(prefix + name, required.contains(name), Tree.asMap(child)));
  }

  private void field(String path, boolean required, Map<String, Object> schema) {
    line(
        "| `"
            + path
            + "`"
            + (required ? "*" : "")
            + " | "
            + type(schema)
            + " | "
            + defaultValue(schema)
            + " | "
            + String.join("; ", rules(schema))
            + " | "
            + cell(Tree.text(schema, "description"))
            + " |");
    fields(path + ".", schema);
    fields(path + "[].", Tree.map(schema, "items"));
    fields(path + "{}.", Tree.map(schema, "additionalProperties"));
  }

  private static String type(Map<String, Object> schema) {
    if (Tree.isTrue(schema, "x-kubernetes-int-or-string")) return "integer or string";
    String type = Tree.text(schema, "type");
    if (Tree.isTrue(schema, Keywords.PRESERVE))
      return type.isEmpty() ? "any" : "any (" + type + ")";
    if (type.equals("array")) return "list of " + type(Tree.map(schema, "items"));
    if (schema.containsKey("additionalProperties"))
      return "map to " + type(Tree.map(schema, "additionalProperties"));
    String format = Tree.text(schema, "format");
    return format.isEmpty() ? type : type + " (" + format + ")";
  }

  private static String defaultValue(Map<String, Object> schema) {
    return schema.containsKey("default")
        ? "`" + cell(String.valueOf(schema.get("default"))) + "`"
        : "";
  }

  private static List<String> rules(Map<String, Object> schema) {
    var rules = new ArrayList<String>();
    if (schema.containsKey("enum")) rules.add(code(Tree.strings(schema, "enum")));
    range(rules, schema, "minimum", "maximum", "");
    range(rules, schema, "minLength", "maxLength", " characters");
    range(rules, schema, "minItems", "maxItems", " items");
    range(rules, schema, "minProperties", "maxProperties", " fields");
    if (schema.containsKey("pattern"))
      rules.add("pattern `" + cell(Tree.text(schema, "pattern")) + "`");
    for (var rule : Tree.maps(schema, "x-kubernetes-validations"))
      rules.add(
          rule.containsKey("message")
              ? cell(Tree.text(rule, "message"))
              : "`" + cell(Tree.text(rule, "rule")) + "`");
    String listType = Tree.text(schema, Keywords.LIST_TYPE);
    var keys = Tree.strings(schema, "x-kubernetes-list-map-keys");
    if (listType.equals("set")) rules.add("no duplicates");
    if (!keys.isEmpty()) rules.add("one per " + code(keys));
    return rules;
  }

  private static void range(
      List<String> rules, Map<String, Object> schema, String low, String high, String unit) {
    String min = Tree.text(schema, low);
    String max = Tree.text(schema, high);
    if (min.isEmpty() && max.isEmpty()) return;
    if (max.isEmpty()) rules.add("at least " + min + unit);
    else if (min.isEmpty()) rules.add("at most " + max + unit);
    else rules.add(min + " to " + max + unit);
  }

  private static String code(List<String> words) {
    return words.stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
  }

  // A bar would end the cell, even within backquotes.
  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }

  private void line(String text) {
    page.append(text).append('\n');
  }
}
