package dev.fairway.crd;

import io.fabric8.crd.generator.annotation.Annotations;
import io.fabric8.crd.generator.annotation.Labels;
import io.fabric8.crd.generator.annotation.SchemaSwap;
import io.fabric8.crd.generator.annotation.SchemaSwaps;
import io.fabric8.kubernetes.api.Pluralize;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One class that stands for one version of a kind, and what it says about the kind.
record KindVersion(Class<?> type, Group group, Version version, Names names, String scope) {

  /// How a kind is called. All versions must agree.
  record Names(
      String kind,
      String listKind,
      String plural,
      String singular,
      List<String> shortNames,
      List<String> categories) {
    Map<String, Object> toTree() {
      var tree = new LinkedHashMap<String, Object>();
      tree.put("kind", kind);
      tree.put("listKind", listKind);
      tree.put("plural", plural);
      tree.put("singular", singular);
      if (!shortNames.isEmpty()) tree.put("shortNames", shortNames);
      if (!categories.isEmpty()) tree.put("categories", categories);
      return tree;
    }
  }

  static Optional<KindVersion> of(Class<?> type, Problems problems) {
    Group group = type.getAnnotation(Group.class);
    Version version = type.getAnnotation(Version.class);
    if (group == null) problems.add(type.getName(), "has no @Group");
    if (version == null) problems.add(type.getName(), "has no @Version");
    if (group == null || version == null) return Optional.empty();
    if (type.isAnnotationPresent(SchemaSwap.class) || type.isAnnotationPresent(SchemaSwaps.class))
      problems.add(
          type.getName(),
          "@SchemaSwap is not supported; use @SchemaFrom on the field or @Crd(customizer = ...)");
    String scope = Namespaced.class.isAssignableFrom(type) ? "Namespaced" : "Cluster";
    return Optional.of(new KindVersion(type, group, version, names(type), scope));
  }

  private static Names names(Class<?> type) {
    String kind = said(type, Kind.class, Kind::value).orElse(type.getSimpleName());
    String listKind = said(type, Crd.class, Crd::listKind).orElse(kind + "List");
    String singular =
        said(type, Singular.class, Singular::value).orElse(kind.toLowerCase(Locale.ROOT));
    String plural = said(type, Plural.class, Plural::value).orElse(Pluralize.toPlural(singular));
    return new Names(
        kind,
        listKind,
        plural,
        singular,
        words(type.getAnnotation(ShortNames.class), ShortNames::value),
        words(type.getAnnotation(Categories.class), Categories::value));
  }

  private static <A extends Annotation> Optional<String> said(
      Class<?> type, Class<A> annotation, Function<A, String> value) {
    return Optional.ofNullable(type.getAnnotation(annotation))
        .map(value)
        .filter(text -> !text.isEmpty());
  }

  private static <A> List<String> words(@Nullable A annotation, Function<A, String[]> value) {
    return annotation == null ? List.of() : List.of(value.apply(annotation));
  }

  String crdName() {
    return names.plural() + "." + group.value();
  }

  Map<String, Object> labels(Problems problems) {
    return pairs(words(type.getAnnotation(Labels.class), Labels::value), problems);
  }

  Map<String, Object> annotations(Problems problems) {
    return pairs(words(type.getAnnotation(Annotations.class), Annotations::value), problems);
  }

  private Map<String, Object> pairs(List<String> lines, Problems problems) {
    var pairs = new LinkedHashMap<String, Object>();
    for (String line : lines) {
      String[] pair = line.split("=", 2);
      if (pair.length < 2)
        problems.add(type.getName(), "a label or annotation is written key=value, not " + line);
      else pairs.put(pair[0].trim(), pair[1].trim());
    }
    return pairs;
  }

  Optional<Crd> options() {
    return Optional.ofNullable(type.getAnnotation(Crd.class));
  }

  Optional<Scale> scale() {
    return Optional.ofNullable(type.getAnnotation(Scale.class));
  }

  Optional<ConversionWebhook> conversion() {
    return Optional.ofNullable(type.getAnnotation(ConversionWebhook.class));
  }

  @Override
  public String toString() {
    return Arrays.asList(group.value(), version.value(), names.kind()).toString();
  }
}
