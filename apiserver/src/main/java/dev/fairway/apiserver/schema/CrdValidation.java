package dev.fairway.apiserver.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Whether a CustomResourceDefinition may be stored, in the words of Kubernetes
/// (`apiextensions-apiserver/pkg/apis/apiextensions/validation`). Expects what [CrdDefaults] fills
/// in. Stateless; any thread.
///
/// Upstream validates an older form of the definition, in which what all versions share stands once
/// above them. Its paths are kept: a schema that all versions share is `spec.validation`.
public final class CrdValidation {
  private static final int MAX_SELECTABLE_FIELDS = 8;

  private final Map<String, Object> spec;
  private final List<Map<String, Object>> versions;
  private final List<FieldError> errors = new ArrayList<>();

  private CrdValidation(Map<String, Object> crd) {
    this.spec = Tree.object(crd, "spec");
    this.versions = Tree.objects(spec, "versions");
  }

  /// Everything wrong with a new definition.
  public static List<FieldError> validate(Map<String, Object> crd) {
    CrdValidation validation = new CrdValidation(crd);
    validation.errors.addAll(ObjectMeta.validate(metadata(crd), false, "metadata", nameRule(crd)));
    validation.spec();
    validation.status(crd, null);
    return validation.errors;
  }

  /// Everything wrong with an update of a definition.
  public static List<FieldError> validateUpdate(Map<String, Object> crd, Map<String, Object> old) {
    CrdValidation validation = new CrdValidation(crd);
    validation.errors.addAll(ObjectMeta.validateUpdate(metadata(crd), metadata(old), "metadata"));
    validation.spec();
    validation.immutable(old);
    validation.status(crd, old);
    return validation.errors;
  }

  private static Map<String, Object> metadata(Map<String, Object> crd) {
    return Tree.object(crd, "metadata");
  }

  private static ObjectMeta.NameRule nameRule(Map<String, Object> crd) {
    Map<String, Object> spec = Tree.object(crd, "spec");
    String plural = Tree.text(Tree.object(spec, "names"), "plural");
    String expected = plural + "." + Tree.text(spec, "group");
    return name -> {
      List<String> problems = new ArrayList<>(Names.dns1123Subdomain(name));
      if (!name.equals(expected)) {
        problems.add("must be spec.names.plural+\".\"+spec.group");
      }
      return problems;
    };
  }

  private void spec() {
    group();
    String scope = Tree.text(spec, "scope");
    oneOf("spec.scope", scope, List.of("Cluster", "Namespaced"));
    schemasExist();
    for (int i = 0; i < versions.size(); i++) {
      version(versions.get(i), FieldPath.of("spec", "versions").index(i));
    }
    versionList();
    firstVersion();
    Map<String, Object> names = Tree.object(spec, "names");
    for (String name : List.of("plural", "singular", "kind", "listKind")) {
      if (Tree.text(names, name).isEmpty()) {
        errors.add(FieldError.required("spec.names." + name, ""));
      }
    }
    errors.addAll(CrdNames.validate(names, "spec.names"));
    shared();
    errors.addAll(CrdConversion.validate(Tree.object(spec, "conversion")));
  }

  private void group() {
    String group = Tree.text(spec, "group");
    List<String> problems = Names.dns1123Subdomain(group);
    if (group.isEmpty()) {
      errors.add(FieldError.required("spec.group", ""));
    } else if (!problems.isEmpty()) {
      invalid("spec.group", group, String.join(",", problems));
    } else if (group.indexOf('.') < 0) {
      invalid("spec.group", group, "should be a domain with at least one dot");
    }
  }

  private void oneOf(String field, String value, List<String> accepted) {
    if (value.isEmpty()) {
      errors.add(FieldError.required(field, ""));
    } else if (!accepted.contains(value)) {
      errors.add(FieldError.notSupported(field, value, accepted));
    }
  }

  private void schemasExist() {
    for (int i = 0; i < versions.size(); i++) {
      if (schema(versions.get(i)) == null) {
        errors.add(FieldError.required("spec.versions[" + i + "].schema.openAPIV3Schema", ""));
      }
    }
  }

  private static @Nullable Map<String, Object> schema(Map<String, Object> version) {
    return Tree.objectOrNull(Tree.object(version, "schema"), "openAPIV3Schema");
  }

  private void version(Map<String, Object> version, FieldPath path) {
    String name = Tree.text(version, "name");
    List<String> problems = Names.dns1035Label(name);
    if (!problems.isEmpty()) {
      invalid(path.child("name").text(), name, String.join(",", problems));
    }
    deprecation(version, path.child("deprecationWarning").text());
    if (!isShared("schema")) {
      schema(version, path.child("schema"));
    }
    if (!isShared("subresources")) {
      errors.addAll(CrdParts.subresources(version, path.child("subresources")));
    }
    if (!isShared("additionalPrinterColumns")) {
      errors.addAll(CrdParts.columns(version, path.child("additionalPrinterColumns")));
    }
    if (!isShared("selectableFields")) {
      selectableFields(version, path.child("selectableFields"));
    }
  }

  /// Whether all versions say the same about one part, so that upstream keeps it above them.
  private boolean isShared(String part) {
    Object first = versions.getFirst().get(part);
    return versions.stream().allMatch(version -> Objects.equals(version.get(part), first));
  }

  private void shared() {
    if (versions.isEmpty()) {
      return;
    }
    Map<String, Object> first = versions.getFirst();
    if (isShared("schema")) {
      schema(first, FieldPath.of("spec", "validation"));
    }
    if (isShared("subresources")) {
      errors.addAll(CrdParts.subresources(first, FieldPath.of("spec", "subresources")));
    }
    if (isShared("additionalPrinterColumns")) {
      errors.addAll(CrdParts.columns(first, FieldPath.of("spec", "additionalPrinterColumns")));
    }
    if (isShared("selectableFields")) {
      selectableFields(first, FieldPath.of("spec", "selectableFields"));
    }
  }

  private void deprecation(Map<String, Object> version, String field) {
    String warning = Tree.textOrNull(version, "deprecationWarning");
    if (warning == null) {
      return;
    }
    if (!Tree.flag(version, "deprecated")) {
      invalid(field, warning, "can only be set for deprecated versions");
      return;
    }
    if (warning.length() > 256) {
      invalid(field, warning, "must be <= 256 characters long");
    }
    if (warning.isEmpty()) {
      invalid(field, warning, "must not be an empty string");
    }
    int control = firstControl(warning);
    if (control >= 0) {
      invalid(
          field,
          warning,
          "must only contain printable UTF-8 characters; non-printable character found at index "
              + control);
    }
  }

  private static int firstControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return i;
      }
    }
    return -1;
  }

  private void schema(Map<String, Object> version, FieldPath path) {
    Map<String, Object> schema = schema(version);
    if (schema == null) {
      return;
    }
    FieldPath schemaPath = path.child("openAPIV3Schema");
    boolean hasStatus = Tree.object(version, "subresources").containsKey("status");
    if (hasStatus) {
      errors.addAll(CrdParts.rootWithStatus(schema, schemaPath));
    }
    if (Tree.flag(schema, "nullable")) {
      String detail = "nullable cannot be true at the root";
      errors.add(FieldError.forbidden(schemaPath.child("nullable").text(), detail));
    }
    List<FieldError> structural = StructuralRules.validate(schema, schemaPath);
    if (structural.isEmpty()) {
      structural = DefaultRules.validate(SchemaNode.read(schema), schemaPath);
    }
    errors.addAll(structural);
    SchemaRules.RuleCheck check =
        structural.isEmpty() ? RuleCompilation::check : (_, _, _, _) -> List.of();
    errors.addAll(SchemaRules.validate(schema, schemaPath, check));
  }

  private void selectableFields(Map<String, Object> version, FieldPath path) {
    List<Map<String, Object>> fields = Tree.objects(version, "selectableFields");
    Map<String, Object> schema = schema(version);
    Set<String> unique = new HashSet<>();
    for (int i = 0; i < fields.size(); i++) {
      String text = Tree.text(fields.get(i), "jsonPath");
      String field = path.index(i).child("jsonPath").text();
      if (text.isEmpty()) {
        errors.add(FieldError.required(field, ""));
      } else if (schema != null) {
        selectableField(text, field, schema, unique);
      }
    }
    if (unique.size() > MAX_SELECTABLE_FIELDS) {
      errors.add(FieldError.tooMany(path.text(), unique.size(), MAX_SELECTABLE_FIELDS));
    }
  }

  private void selectableField(
      String text, String field, Map<String, Object> schema, Set<String> unique) {
    try {
      SchemaFieldPath path = SchemaFieldPath.resolve(text, schema, false);
      if (path.first().equals("metadata")) {
        invalid(field, text, "must not point to fields in metadata");
      }
      if (!List.of("string", "boolean", "integer").contains(Tree.text(path.schema(), "type"))) {
        invalid(
            field,
            text,
            "must point to a field of type string, boolean or integer. Enum string fields and"
                + " strings with formats are allowed.");
      }
      if (!unique.add(path.path().text())) {
        errors.add(FieldError.duplicate(field, text));
      }
    } catch (SchemaFieldPath.Unknown e) {
      invalid(field, text, "is an invalid path: " + e.getMessage());
    }
  }

  private void versionList() {
    Set<String> names = new HashSet<>();
    versions.forEach(version -> names.add(Tree.text(version, "name")));
    if (names.size() < versions.size()) {
      invalid("spec.versions", shownVersions(), "must contain unique version names");
    }
    if (versions.stream().filter(version -> Tree.flag(version, "storage")).count() != 1) {
      String detail = "must have exactly one version marked as storage version";
      invalid("spec.versions", shownVersions(), detail);
    }
  }

  /// Upstream keeps the name of the first version a second time.
  private void firstVersion() {
    if (!versions.isEmpty()) {
      String name = Tree.text(versions.getFirst(), "name");
      List<String> problems = Names.dns1035Label(name);
      if (!name.isEmpty() && !problems.isEmpty()) {
        invalid("spec.version", name, String.join(",", problems));
      }
    }
  }

  /// The versions in upstream's inner form, without what they share.
  private @Nullable List<GoStruct> shownVersions() {
    return versions.isEmpty() ? null : versions.stream().map(this::shownVersion).toList();
  }

  private GoStruct shownVersion(Map<String, Object> version) {
    GoStruct shown = new GoStruct(new LinkedHashMap<>());
    shown.put("Name", Tree.text(version, "name"));
    shown.put("Served", Tree.flag(version, "served"));
    shown.put("Storage", Tree.flag(version, "storage"));
    shown.put("Deprecated", Tree.flag(version, "deprecated"));
    shown.put("DeprecationWarning", Tree.textOrNull(version, "deprecationWarning"));
    shown.put("Schema", isShared("schema") ? null : shownSchema(version));
    for (String part : List.of("subresources", "additionalPrinterColumns", "selectableFields")) {
      String goName = Character.toUpperCase(part.charAt(0)) + part.substring(1);
      shown.put(goName, isShared(part) ? null : version.get(part));
    }
    return shown;
  }

  private static GoStruct shownSchema(Map<String, Object> version) {
    Map<String, Object> schema = schema(version);
    GoStruct shown = new GoStruct(new LinkedHashMap<>());
    shown.put("OpenAPIV3Schema", schema == null ? null : GoStruct.schema(schema));
    return shown;
  }

  private void immutable(Map<String, Object> old) {
    Map<String, Object> oldSpec = Tree.object(old, "spec");
    Map<String, Object> names = Tree.object(spec, "names");
    Map<String, Object> oldNames = Tree.object(oldSpec, "names");
    if (isEstablished(old)) {
      immutable("spec.scope", spec.get("scope"), oldSpec.get("scope"));
      immutable("spec.names.kind", names.get("kind"), oldNames.get("kind"));
    }
    immutable("spec.group", spec.get("group"), oldSpec.get("group"));
    immutable("spec.names.plural", names.get("plural"), oldNames.get("plural"));
  }

  private static boolean isEstablished(Map<String, Object> crd) {
    return Tree.objects(Tree.object(crd, "status"), "conditions").stream()
        .anyMatch(condition ->
            "Established".equals(condition.get("type")) && "True".equals(condition.get("status")));
  }

  private void immutable(String field, @Nullable Object value, @Nullable Object old) {
    if (!Objects.equals(value, old)) {
      invalid(field, value, "field is immutable");
    }
  }

  private void status(Map<String, Object> crd, @Nullable Map<String, Object> old) {
    Map<String, Object> status = Tree.object(crd, "status");
    errors.addAll(CrdNames.validate(Tree.object(status, "acceptedNames"), "status.acceptedNames"));
    storedVersions(Tree.texts(status, "storedVersions"));
    CrdParts.approval(crd, old).ifPresent(errors::add);
    boolean open = old != null && Tree.flag(Tree.object(old, "spec"), "preserveUnknownFields");
    if (Tree.flag(spec, "preserveUnknownFields") && !open) {
      invalid(
          "spec.preserveUnknownFields",
          true,
          "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in"
              + " spec.versions[*].schema instead");
    }
  }

  private void storedVersions(List<String> stored) {
    if (stored.isEmpty()) {
      invalid("status.storedVersions", null, "must have at least one stored version");
      return;
    }
    Map<String, Integer> missing = new HashMap<>();
    for (int i = 0; i < stored.size(); i++) {
      missing.put(stored.get(i), i);
    }
    for (Map<String, Object> version : versions) {
      String name = Tree.text(version, "name");
      boolean known = missing.remove(name) != null;
      if (Tree.flag(version, "storage") && !known) {
        invalid("status.storedVersions", stored, "must have the storage version " + name);
      }
    }
    new TreeMap<>(missing)
        .forEach((name, index) ->
            invalid(
                "status.storedVersions[" + index + "]",
                name,
                "missing from spec.versions; "
                    + name
                    + " was previously a storage version, and must remain in spec.versions until"
                    + " a storage migration ensures no data remains persisted in "
                    + name
                    + " and removes "
                    + name
                    + " from status.storedVersions"));
  }

  private void invalid(String field, @Nullable Object value, String detail) {
    errors.add(FieldError.invalid(field, value, detail));
  }
}
