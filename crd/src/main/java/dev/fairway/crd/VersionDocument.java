package dev.fairway.crd;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalSelectableField;
import io.fabric8.crd.generator.annotation.PrinterColumnFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// One entry of `spec.versions`: schema, subresources, printer columns, selectable fields.
final class VersionDocument {
  private static final int MOST_SELECTABLE_FIELDS = 8;

  private final KindVersion version;
  private final Problems problems;

  private VersionDocument(KindVersion version, Problems problems) {
    this.version = version;
    this.problems = problems;
  }

  static Map<String, Object> of(
      KindVersion version, boolean descriptionsRequired, Problems problems) {
    var walker = new SchemaWalker(problems, descriptionsRequired);
    return new VersionDocument(version, problems).tree(walker);
  }

  private Map<String, Object> tree(SchemaWalker walker) {
    var schema = finished(walker.root(version.type()));
    var tree = new LinkedHashMap<String, Object>();
    tree.put("name", version.version().value());
    tree.put("served", version.version().served());
    tree.put("storage", version.version().storage());
    if (version.version().deprecated()) tree.put("deprecated", true);
    String warning = version.version().deprecationWarning();
    if (!warning.isEmpty()) tree.put("deprecationWarning", warning);
    putUnlessEmpty(tree, "subresources", subresources(schema));
    putUnlessEmpty(tree, "additionalPrinterColumns", columns(walker, schema));
    putUnlessEmpty(tree, "selectableFields", selectableFields(walker, schema));
    tree.put("schema", Map.of("openAPIV3Schema", schema));
    return tree;
  }

  private Map<String, Object> finished(Map<String, Object> schema) {
    version
        .options()
        .ifPresent(options -> {
          limitName(options, schema);
          customizer(options).accept(schema);
        });
    Structural.check("", schema, problems);
    return SchemaOrder.of(schema);
  }

  private static void limitName(Crd options, Map<String, Object> schema) {
    if (options.nameMaxLength() == 0 && options.namePattern().isEmpty()) return;
    var name = new LinkedHashMap<String, Object>();
    name.put("type", "string");
    if (options.nameMaxLength() > 0) name.put("maxLength", options.nameMaxLength());
    if (!options.namePattern().isEmpty()) name.put("pattern", options.namePattern());
    var properties = new LinkedHashMap<String, Object>();
    properties.put("metadata", Map.of("type", "object", "properties", Map.of("name", name)));
    properties.putAll(Tree.map(schema, "properties"));
    schema.put("properties", properties);
  }

  private Consumer<Map<String, Object>> customizer(Crd options) {
    try {
      var constructor = options.customizer().getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance()::customize;
    } catch (ReflectiveOperationException e) {
      problems.add(
          version.type().getName(), options.customizer().getName() + " cannot be made: " + e);
      return _ -> {};
    }
  }

  private Map<String, Object> subresources(Map<String, Object> schema) {
    var subresources = new LinkedHashMap<String, Object>();
    boolean wanted = version.options().map(Crd::status).orElse(true);
    if (wanted && Tree.map(schema, "properties").containsKey("status"))
      subresources.put("status", Map.of());
    version.scale().ifPresent(scale -> subresources.put("scale", scale(scale, schema)));
    return subresources;
  }

  private Map<String, Object> scale(Scale scale, Map<String, Object> schema) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("specReplicasPath", scale.specReplicas());
    tree.put("statusReplicasPath", scale.statusReplicas());
    if (!scale.selector().isEmpty()) tree.put("labelSelectorPath", scale.selector());
    demand("@Scale", scale.specReplicas(), ".spec.", "integer", schema);
    demand("@Scale", scale.statusReplicas(), ".status.", "integer", schema);
    if (!scale.selector().isEmpty()) demand("@Scale", scale.selector(), ".", "string", schema);
    return tree;
  }

  private void demand(
      String who, String path, String prefix, String type, Map<String, Object> schema) {
    String found = SchemaPath.typeAt(schema, path);
    if (!path.startsWith(prefix) || !found.equals(type))
      problems.add(
          version.names().kind(),
          who
              + " needs a field of type "
              + type
              + " below "
              + prefix
              + " at "
              + path
              + ", there is "
              + (found.isEmpty() ? "none" : found));
  }

  private List<Map<String, Object>> columns(SchemaWalker walker, Map<String, Object> schema) {
    var columns = new ArrayList<Map<String, Object>>();
    for (AdditionalPrinterColumn column :
        version.type().getAnnotationsByType(AdditionalPrinterColumn.class)) {
      SchemaPath.firstMissing(schema, column.jsonPath())
          .ifPresent(missing ->
              problems.add(
                  version.names().kind(),
                  "the printer column "
                      + column.jsonPath()
                      + " names "
                      + missing
                      + ", which is no field"));
      columns.add(
          column(
              column.name(),
              column.type().getValue(),
              format(column.format()),
              column.getDescription(),
              column.priority(),
              column.jsonPath()));
    }
    walker.columns().forEach(column -> columns.add(column(column)));
    return columns;
  }

  private Map<String, Object> column(SchemaWalker.Column column) {
    String path = column.jsonPath();
    if (path.contains("[*]"))
      problems.add(path.substring(1), "a printer column cannot be within a list or map");
    String name = column.declared().name();
    if (name.isEmpty()) name = path.substring(path.lastIndexOf('.') + 1).toUpperCase(Locale.ROOT);
    String type = Tree.text(column.schema(), "type");
    if (Tree.text(column.schema(), "format").startsWith("date")) type = "date";
    if (!Set.of("string", "integer", "number", "boolean", "date").contains(type)) type = "string";
    return column(
        name,
        type,
        format(column.declared().format()),
        Tree.text(column.schema(), "description"),
        column.declared().priority(),
        path);
  }

  private static String format(PrinterColumnFormat format) {
    return format == PrinterColumnFormat.NONE ? "" : format.getValue();
  }

  private static Map<String, Object> column(
      String name, String type, String format, String description, int priority, String path) {
    var column = new LinkedHashMap<String, Object>();
    column.put("name", name);
    column.put("type", type);
    if (!format.isEmpty()) column.put("format", format);
    if (!description.isEmpty()) column.put("description", description);
    if (priority != 0) column.put("priority", priority);
    column.put("jsonPath", path);
    return column;
  }

  private List<Map<String, Object>> selectableFields(
      SchemaWalker walker, Map<String, Object> schema) {
    var paths = new ArrayList<String>();
    for (var field : version.type().getAnnotationsByType(AdditionalSelectableField.class))
      paths.add(field.jsonPath());
    paths.addAll(walker.selectable());
    if (paths.size() > MOST_SELECTABLE_FIELDS)
      problems.add(
          version.names().kind(),
          paths.size() + " selectable fields are more than " + MOST_SELECTABLE_FIELDS);
    for (String path : paths) {
      String type = SchemaPath.typeAt(schema, path);
      if (!Set.of("string", "boolean", "integer").contains(type))
        problems.add(
            path.substring(1),
            "only strings, booleans and integers outside of lists and maps are selectable");
    }
    return paths.stream().map(path -> Map.<String, Object>of("jsonPath", path)).toList();
  }

  private static void putUnlessEmpty(Map<String, Object> tree, String key, Object value) {
    boolean empty = value instanceof Map<?, ?> map ? map.isEmpty() : ((List<?>) value).isEmpty();
    if (!empty) tree.put(key, value);
  }
}
