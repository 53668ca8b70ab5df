package dev.fairway.crd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.SelectableField;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What the generator refuses, and how it says so.
@SuppressWarnings("SameNameButDifferent") // every kind has a Spec
class RefusalsTest {

  @Group(Kinds.GROUP)
  @Version("v1")
  record Untyped(Spec spec) {
    record Spec(
        Object any,
        Map<String, Object> map,
        Optional<String> optional,
        List<Object> list,
        Map<Integer, String> keys,
        Runnable code,
        StringBuilder builder,
        @JsonUnwrapped Shape scattered,
        Shape shape) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    static class Shape {}
  }

  @Test
  void typesThatSayNothing() {
    assertThat(problems(Untyped.class))
        .satisfiesExactly(
            p -> assertThat(p).startsWith("spec.any: Object says nothing"),
            p -> assertThat(p).startsWith("spec.map: Map<String, Object> says nothing"),
            p -> assertThat(p).startsWith("spec.optional: Optional has no place in a resource"),
            p -> assertThat(p).startsWith("spec.list[*]: Object says nothing"),
            p -> assertThat(p).startsWith("spec.keys: the keys of a map are strings"),
            p -> assertThat(p).startsWith("spec.code: Runnable is abstract"),
            p -> assertThat(p).startsWith("spec.builder: no schema is known for"),
            p -> assertThat(p).startsWith("spec.scattered: @JsonUnwrapped scatters the fields"),
            p -> assertThat(p).startsWith("spec.shape: Shape has sub-types"));
  }

  @Group(Kinds.GROUP)
  @Version("v1")
  record Recursive(Node spec) {
    record Node(List<Child> children) {}

    record Child(@Nullable Node node) {}
  }

  @Test
  void typesWithinThemselves() {
    assertThat(problems(Recursive.class))
        .singleElement()
        .asString()
        .startsWith(
            "spec.children[*].node: a type within itself (Node -> Child -> Node) has no finite schema");
  }

  @Group(Kinds.GROUP)
  @Version("v1")
  record Misplaced(Spec spec) {
    record Spec(
        @Min(1) String min,
        @Size(max = 1) int size,
        @Pattern("x") int pattern,
        @OneOf({"a"}) int oneOf,
        @ListType("set") String list,
        @ListType("bag") List<String> bag,
        @MapType("atomic") String map,
        @Type("object") String type,
        @Size(min = 3, max = 2) String order) {}
  }

  @Test
  void annotationsThatDoNotFitTheType() {
    assertThat(problems(Misplaced.class))
        .contains(
            "spec.min: a minimum is for numbers, not for the type string",
            "spec.size: @Size is for strings, lists and objects, not for the type integer",
            "spec.pattern: @Pattern is for strings, not for the type integer",
            "spec.oneOf: @OneOf of strings does not fit the type integer",
            "spec.list: @ListType is for lists, not for the type string",
            "spec.bag: @ListType knows atomic, set and map, not bag",
            "spec.map: @MapType is for maps and objects, not for the type string",
            "spec.type: @Type is for free JSON; the Java type already says what this is",
            "spec.order: @Size has min 3 above max 2");
  }

  @Group(Kinds.GROUP)
  @Version("v1")
  record BadDefaults(Spec spec) {
    record Spec(
        @Default("x") int number,
        @Default("0") @Min(1) int low,
        @Default("c") @OneOf({"a", "b"}) String choice,
        @Default("A") @Pattern("^[a-z]$") String pattern,
        @Default("{}") Inner lacking,
        @Default("{name: a, other: 1}") Inner pruned,
        @Default("[1]") List<String> items) {}

    record Inner(String name) {}
  }

  @Test
  void defaultsThatTheSchemaRefuses() {
    assertThat(problems(BadDefaults.class))
        .containsExactlyInAnyOrder(
            "spec.number (default): is no integer: x",
            "spec.low (default): 0 is beyond the minimum 1",
            "spec.choice (default): c is none of [a, b]",
            "spec.pattern (default): A does not match ^[a-z]$",
            "spec.lacking (default): lacks the required field name",
            "spec.pruned (default).other: is no field of the schema",
            "spec.items (default)[0]: is no string: 1");
  }

  @Group(Kinds.GROUP)
  @Version("v1")
  record BadPatterns(Spec spec) {
    record Spec(
        @Pattern("(") String broken,
        @Pattern("^(?!x)") String lookahead,
        @Pattern("a++") String possessive) {}
  }

  @Test
  void patternsThatKubernetesCannotRead() {
    assertThat(problems(BadPatterns.class))
        .satisfiesExactly(
            p -> assertThat(p).startsWith("spec.broken: not a regular expression"),
            p -> assertThat(p).startsWith("spec.lookahead: Kubernetes (RE2) does not know (?!"),
            p -> assertThat(p).startsWith("spec.possessive: Kubernetes (RE2) does not know ++"));
  }

  @Group(Kinds.GROUP)
  @Version("v1")
  record NotStructural(Spec spec) {
    @Schema("anyOf: [{properties: {b: {type: string}}}]")
    record Spec(
        Set<Inner> set,
        List<OptionalKey> keyed,
        @ListType("map") List<Inner> keyless,
        @Schema("uniqueItems: true") List<String> unique,
        @Schema("$ref: '#/x'") String ref,
        @ValidationRule(value = "true", reason = "Because") String rule) {}

    record Inner(String a) {}

    record OptionalKey(@Key @Nullable String key) {}
  }

  @Test
  void schemasThatAreNotStructural() {
    assertThat(problems(NotStructural.class))
        .containsExactlyInAnyOrder(
            "spec.set: the items of a set must be scalars or atomic; for objects mark a field with @Key instead",
            "spec.keyed[*].key: is a key of the list and must be required or have a default",
            "spec.keyless: a list of type map needs keys: mark a field of its items with @Key",
            "spec.unique: uniqueItems is not allowed (it costs quadratic time); use a list of type set",
            "spec.ref: $ref is not allowed",
            "spec.rule: a rule has the reason Because, which is none of [FieldValueDuplicate, FieldValueForbidden, FieldValueInvalid, FieldValueRequired]",
            "spec (anyOf[0]).b: must also be declared outside");
  }

  @Group(Kinds.GROUP)
  @Version("v1")
  @Crd(customizer = BadCustomizer.Hand.class)
  record BadCustomizer(Spec spec) {
    record Spec(@Nullable String a) {}

    static final class Hand implements SchemaCustomizer {
      @Override
      public void customize(Map<String, Object> schema) {
        Tree.map(Tree.map(schema, "properties"), "spec").remove("type");
      }
    }
  }

  @Test
  void whatACustomizerBreaks() {
    assertThat(problems(BadCustomizer.class)).containsExactly("spec: has no type");
  }

  @Group(Kinds.GROUP)
  @Version("v1")
  @AdditionalPrinterColumn(name = "Gone", jsonPath = ".spec.gone")
  @Scale
  record BadPaths(Spec spec) {
    record Spec(List<Inner> list, @SelectableField List<String> many) {}

    record Inner(@SelectableField String deep) {}
  }

  @Test
  void pathsThatLeadNowhere() {
    assertThat(problems(BadPaths.class))
        .containsExactlyInAnyOrder(
            "BadPaths: the printer column .spec.gone names gone, which is no field",
            "BadPaths: @Scale needs a field of type integer below .spec. at .spec.replicas, there is none",
            "BadPaths: @Scale needs a field of type integer below .status. at .status.replicas, there is none",
            "spec.list[*].deep: only strings, booleans and integers outside of lists and maps are selectable",
            "spec.many: only strings, booleans and integers outside of lists and maps are selectable");
  }

  @Group("example")
  @Version("V1")
  @Plural("Bad_Plural")
  record BadNames(Spec spec) {
    record Spec(@Nullable String a) {}
  }

  @Test
  void namesThatKubernetesRefuses() {
    assertThat(problems(BadNames.class))
        .containsExactly(
            "Bad_Plural.example: the group must be a domain such as ai.example.com, not example",
            "Bad_Plural.example: the plural must be lower case letters, digits and dashes, at most 63, not Bad_Plural",
            "Bad_Plural.example: the version must be lower case letters, digits and dashes, at most 63, not V1");
  }

  @Test
  void versionsThatDisagree() {
    assertThat(problems(VersionedKinds.V1.class, VersionedKinds.SecondStored.class))
        .containsExactly(
            "versioneds.cases.example.com: versions disagree on the scope (implements Namespaced or not): [v2] say Cluster, [v1] say Namespaced",
            "versioneds.cases.example.com: exactly one version is stored, not [v2, v1]; set @Version(storage = false) on the others");
  }

  @Test
  void fieldsWithoutADescriptionWhenStrict() {
    var refused =
        catchThrowableOfType(
            InvalidCrdException.class, () -> CrdGenerator.strict().generate(Kinds.Names.class));
    assertThat(refused.problems())
        .containsExactly("spec: has no @Description, neither on the field nor on its type");
  }

  private static List<String> problems(Class<?>... kinds) {
    var refused =
        catchThrowableOfType(
            InvalidCrdException.class, () -> CrdGenerator.lenient().generate(kinds));
    assertThat(refused).isNotNull();
    return refused.problems();
  }
}
