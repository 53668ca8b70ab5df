package dev.fairway.apiserver.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The names of a CustomResourceDefinition; empty ones are not looked at.
final class CrdNames {
  private CrdNames() {}

  static List<FieldError> validate(Map<String, Object> names, String path) {
    List<FieldError> errors = new ArrayList<>();
    label(Tree.text(names, "plural"), path + ".plural", errors);
    label(Tree.text(names, "singular"), path + ".singular", errors);
    kind(Tree.text(names, "kind"), path + ".kind", errors);
    kind(Tree.text(names, "listKind"), path + ".listKind", errors);
    labels(names, "shortNames", path, errors);
    String kind = Tree.text(names, "kind");
    if (!kind.isEmpty() && kind.equals(names.get("listKind"))) {
      String detail = "kind and listKind may not be the same";
      errors.add(FieldError.invalid(path + ".listKind", kind, detail));
    }
    labels(names, "categories", path, errors);
    return errors;
  }

  private static void labels(
      Map<String, Object> names, String list, String path, List<FieldError> errors) {
    List<String> labels = Tree.texts(names, list);
    for (int i = 0; i < labels.size(); i++) {
      String field = path + "." + list + "[" + i + "]";
      List<String> problems = Names.dns1035Label(labels.get(i));
      if (!problems.isEmpty()) {
        errors.add(FieldError.invalid(field, labels.get(i), String.join(",", problems)));
      }
    }
  }

  private static void label(String name, String field, List<FieldError> errors) {
    List<String> problems = Names.dns1035Label(name);
    if (!name.isEmpty() && !problems.isEmpty()) {
      errors.add(FieldError.invalid(field, name, String.join(",", problems)));
    }
  }

  private static void kind(String kind, String field, List<FieldError> errors) {
    List<String> problems = Names.dns1035Label(kind.toLowerCase(Locale.ROOT));
    if (!kind.isEmpty() && !problems.isEmpty()) {
      String detail = "may have mixed case, but should otherwise match: ";
      errors.add(FieldError.invalid(field, kind, detail + String.join(",", problems)));
    }
  }
}
