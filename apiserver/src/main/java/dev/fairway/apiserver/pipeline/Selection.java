package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.store.Key;
import dev.fairway.apiserver.store.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Which objects of a resource a list, a watch or a collection delete is about.
///
/// @param namespace only this namespace; empty for all
/// @param name only this name; empty for all
record Selection(
    String namespace, String name, LabelSelector labels, List<FieldRequirement> fields) {

  record FieldRequirement(
      Function<Map<String, Object>, String> reader, boolean equal, String value) {
    boolean holds(Map<String, Object> object) {
      return reader.apply(object).equals(value) == equal;
    }
  }

  static Selection of(ApiRequest request, ServedResource resource, RequestTarget target) {
    List<FieldRequirement> fields = new ArrayList<>();
    String name = target.name();
    for (FieldTerm term : FieldTerm.parse(request.parameter("fieldSelector").orElse(""))) {
      if (term.label().equals("metadata.name") && term.equal() && name.isEmpty()) {
        name = term.value();
      } else {
        fields.add(requirement(term, resource));
      }
    }
    LabelSelector labels = LabelSelector.parse(request.parameter("labelSelector").orElse(""));
    String namespace = resource.namespaced() ? target.namespace() : "";
    return new Selection(namespace, name, labels, List.copyOf(fields));
  }

  /// The one name a `metadata.name=x` selector asks for: authorization sees it as a named request.
  static String nameIn(ApiRequest request) {
    return FieldTerm.parse(request.parameter("fieldSelector").orElse("")).stream()
        .filter(term -> term.equal() && term.label().equals("metadata.name"))
        .map(FieldTerm::value)
        .findFirst()
        .orElse("");
  }

  private static FieldRequirement requirement(FieldTerm term, ServedResource resource) {
    Function<Map<String, Object>, String> reader =
        resource
            .fieldLabels()
            .reader(term.label())
            .orElseThrow(() -> ApiFailure.badRequest(resource.fieldLabels().unknown(term.label())));
    return new FieldRequirement(reader, term.equal(), term.value());
  }

  boolean covers(Key key) {
    return (namespace.isEmpty() || key.namespace().equals(namespace))
        && (name.isEmpty() || key.name().equals(name));
  }

  /// Whether keys alone decide, so that no object need be parsed.
  boolean byKeyOnly() {
    return labels.isEverything() && fields.isEmpty();
  }

  /// Whether the selection leaves out nothing of its namespace.
  boolean wholeNamespace() {
    return byKeyOnly() && name.isEmpty();
  }

  boolean matches(Stored stored, ObjectReader reader) {
    return covers(stored.key()) && (byKeyOnly() || matches(reader.tree(stored)));
  }

  boolean matches(Map<String, Object> object) {
    if (!labels.matches(Trees.map(object, "metadata", "labels"))) {
      return false;
    }
    for (FieldRequirement field : fields) {
      if (!field.holds(object)) {
        return false;
      }
    }
    return true;
  }

  /// One term of a field selector.
  record FieldTerm(String label, boolean equal, String value) {
    /// Terms are separated by commas; a backslash escapes commas, equal signs and itself.
    static List<FieldTerm> parse(String text) {
      List<FieldTerm> terms = new ArrayList<>();
      for (String term : text.split("(?<!\\\\),")) {
        if (!term.isEmpty()) {
          terms.add(one(term));
        }
      }
      return terms;
    }

    private static FieldTerm one(String term) {
      for (int at = 0; at < term.length(); at++) {
        for (String operator : List.of("!=", "==", "=")) {
          if (term.startsWith(operator, at)) {
            String value = unescape(term.substring(at + operator.length()));
            return new FieldTerm(term.substring(0, at), !operator.equals("!="), value);
          }
        }
      }
      throw ApiFailure.badRequest(
          "invalid selector: '" + term + "'; can't understand '" + term + "'");
    }

    private static String unescape(String value) {
      return value.replaceAll("\\\\([\\\\,=])", "$1");
    }
  }
}
