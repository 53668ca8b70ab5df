package dev.fairway.crd;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The annotations of one field, gathered from everywhere Java may have put them: field, record
/// component, accessor, setter, and the use of the type. An annotation of one's own that carries
/// others counts as those.
final class Marks {
  static final Marks NONE = new Marks(List.of());

  private final List<Annotation> annotations;

  private Marks(List<Annotation> annotations) {
    this.annotations = annotations;
  }

  static Marks of(@Nullable AnnotatedElement... elements) {
    List<Annotation> direct =
        Arrays.stream(elements)
            .filter(Objects::nonNull)
            .flatMap(element -> Arrays.stream(element.getAnnotations()))
            .distinct()
            .toList();
    // What is written on the field itself comes first and wins.
    var found = new ArrayList<>(direct);
    direct.stream()
        .flatMap(annotation -> Arrays.stream(annotation.annotationType().getAnnotations()))
        .filter(carried -> !carried.annotationType().getName().startsWith("java."))
        .forEach(found::add);
    return new Marks(found);
  }

  <A extends Annotation> Optional<A> find(Class<A> type) {
    return annotations.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  boolean has(Class<? extends Annotation> type) {
    return annotations.stream().anyMatch(type::isInstance);
  }

  /// All of a repeatable annotation; `container` unpacks what Java wrapped.
  <A extends Annotation, C extends Annotation> List<A> all(
      Class<A> type, Class<C> container, java.util.function.Function<C, A[]> content) {
    var found = new ArrayList<A>();
    for (Annotation annotation : annotations) {
      if (type.isInstance(annotation)) found.add(type.cast(annotation));
      if (container.isInstance(annotation))
        found.addAll(List.of(content.apply(container.cast(annotation))));
    }
    return found;
  }
}
