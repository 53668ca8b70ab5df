package dev.fairway.apiserver.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.apiserver.json.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Field sets against the simplest model: a set of paths.
class FieldSetPropertyTest {
  @Property(tries = 300)
  void survivesTheCodecAsText(@ForAll("paths") Set<List<PathElement>> paths) {
    FieldSet set = set(paths);
    byte[] text = Json.write(FieldsV1.encode(set));
    assertThat(FieldsV1.decode(Json.parseObject(text))).isEqualTo(set);
  }

  @Property(tries = 300)
  void doesSetAlgebra(
      @ForAll("paths") Set<List<PathElement>> left, @ForAll("paths") Set<List<PathElement>> right) {
    assertThat(set(left).union(set(right))).isEqualTo(set(plus(left, right)));
    assertThat(set(left).intersection(set(right))).isEqualTo(set(only(left, right::contains)));
    assertThat(set(left).difference(set(right)))
        .isEqualTo(set(only(left, path -> !right.contains(path))));
    assertThat(set(left).without(set(right)))
        .isEqualTo(set(only(left, path -> right.stream().noneMatch(top -> isBelow(path, top)))));
  }

  @Property(tries = 300)
  void listsEveryPathOnce(@ForAll("paths") Set<List<PathElement>> paths) {
    Set<String> texts = new TreeSet<>();
    paths.forEach(
        path -> texts.add(path.stream().map(Object::toString).reduce("", String::concat)));
    assertThat(set(paths).paths()).doesNotHaveDuplicates().hasSameElementsAs(texts);
  }

  private static boolean isBelow(List<PathElement> path, List<PathElement> top) {
    return path.size() >= top.size() && path.subList(0, top.size()).equals(top);
  }

  private static Set<List<PathElement>> plus(
      Set<List<PathElement>> left, Set<List<PathElement>> right) {
    Set<List<PathElement>> both = new LinkedHashSet<>(left);
    both.addAll(right);
    return both;
  }

  private static Set<List<PathElement>> only(
      Set<List<PathElement>> paths, Predicate<List<PathElement>> wanted) {
    Set<List<PathElement>> kept = new LinkedHashSet<>(paths);
    kept.removeIf(wanted.negate());
    return kept;
  }

  private static FieldSet set(Set<List<PathElement>> paths) {
    FieldSet.Builder builder = new FieldSet.Builder();
    for (List<PathElement> path : paths) {
      FieldSet.Builder last = builder;
      for (PathElement step : path.subList(0, path.size() - 1)) {
        last = last.below(step);
      }
      last.add(path.getLast());
    }
    return builder.build();
  }

  @Provide
  Arbitrary<Set<List<PathElement>>> paths() {
    return steps().list().ofMinSize(1).ofMaxSize(4).set().ofMaxSize(12);
  }

  private static Arbitrary<PathElement> steps() {
    Arbitrary<Object> scalars =
        Arbitraries.oneOf(
            Arbitraries.of("a", "b<&>\"\n", "ü"),
            Arbitraries.longs().between(-2, 2).map(Long::valueOf),
            Arbitraries.of(0.5, 1.0),
            Arbitraries.of(true, false));
    return Arbitraries.oneOf(
        Arbitraries.of("a", "b", "c.d/e", ".").map(PathElement.Field::new),
        scalars.map(PathElement.Value::new),
        scalars.map(value -> new PathElement.Key(List.of(new PathElement.KeyField("k", value)))),
        scalars.map(value ->
            new PathElement.Key(
                List.of(new PathElement.KeyField("p", value), new PathElement.KeyField("k", "x")))),
        Arbitraries.integers().between(0, 3).map(PathElement.Index::new));
  }
}
