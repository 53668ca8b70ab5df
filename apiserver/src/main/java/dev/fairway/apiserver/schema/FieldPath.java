package dev.fairway.apiserver.schema;

import org.jspecify.annotations.Nullable;

/// A place in a tree. Steps are linked, and text is made only when an error asks for it, so walking
/// a valid object builds no strings.
final class FieldPath {
  /// The object itself.
  static final FieldPath ROOT = new FieldPath(null, Step.FIELD, "", 0);

  private enum Step {
    FIELD,
    KEY,
    DOTTED_KEY,
    INDEX
  }

  private final @Nullable FieldPath parent;
  private final Step step;
  private final String name;
  private final int index;

  private FieldPath(@Nullable FieldPath parent, Step step, String name, int index) {
    this.parent = parent;
    this.step = step;
    this.name = name;
    this.index = index;
  }

  /// `a.b` as two fields.
  static FieldPath of(String... fields) {
    FieldPath path = ROOT;
    for (String field : fields) {
      path = path.child(field);
    }
    return path;
  }

  FieldPath child(String field) {
    return new FieldPath(this, Step.FIELD, field, 0);
  }

  /// A key of a map, shown in brackets.
  FieldPath key(String key) {
    return new FieldPath(this, Step.KEY, key, 0);
  }

  /// A key of a map in the messages of schema validation, which always shows it after a dot.
  FieldPath dottedKey(String key) {
    return new FieldPath(this, Step.DOTTED_KEY, key, 0);
  }

  FieldPath index(int index) {
    return new FieldPath(this, Step.INDEX, "", index);
  }

  /// The path as text, empty for the root.
  String text() {
    StringBuilder out = new StringBuilder();
    write(out);
    return out.toString();
  }

  private void write(StringBuilder out) {
    if (parent == null) {
      return;
    }
    parent.write(out);
    switch (step) {
      case FIELD -> out.append(out.isEmpty() ? "" : ".").append(name);
      case KEY -> out.append('[').append(name).append(']');
      case DOTTED_KEY -> out.append('.').append(name);
      case INDEX -> out.append('[').append(index).append(']');
    }
  }

  /// The path as Kubernetes prints it; the root is `<nil>`.
  @Override
  public String toString() {
    return parent == null ? "<nil>" : text();
  }
}
