package dev.fairway.crd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrdDiffTest {
  private static final String CRD =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: things.example.com}
      spec:
        group: example.com
        scope: Namespaced
        names: {kind: Thing, listKind: ThingList, plural: things, singular: thing, shortNames: [th]}
        versions:
        - name: v1
          served: true
          storage: true
          subresources: {status: {}, scale: {specReplicasPath: .spec.n, statusReplicasPath: .status.n}}
          selectableFields: [{jsonPath: .spec.f}]
          schema: {openAPIV3Schema: {type: object, properties: {spec: SPEC}}}
      """;

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # fields
          {properties: {a: {type: string}}} | {properties: {}} | BREAKING v1 spec.a: the field is removed
          {properties: {a: {type: string}}, x-kubernetes-preserve-unknown-fields: true} | {properties: {}, x-kubernetes-preserve-unknown-fields: true} | WARNING v1 spec.a: the field is removed; its value is kept but no longer checked
          {properties: {}} | {properties: {a: {type: string}}} | COMPATIBLE v1 spec.a: the field is new
          {properties: {a: {type: string}}} | {required: [a], properties: {a: {type: string}}} | BREAKING v1 spec.a: the field is required from now on and has no default
          {properties: {a: {type: string, default: x}}} | {required: [a], properties: {a: {type: string, default: x}}} | COMPATIBLE v1 spec.a: the field is required, and has a default
          {required: [a], properties: {a: {type: string}}} | {properties: {a: {type: string}}} | COMPATIBLE v1 spec.a: the field is no longer required
          # types
          {properties: {a: {type: string}}} | {properties: {a: {type: integer}}} | BREAKING v1 spec.a: the type changed from string to integer
          {properties: {a: {type: string}}} | {properties: {a: {x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}]}}} | COMPATIBLE v1 spec.a: the type is wider: integer or string instead of string
          {properties: {a: {type: string, format: date}}} | {properties: {a: {type: string, format: date-time}}} | BREAKING v1 spec.a: the format changed from date to date-time
          {properties: {a: {type: string, nullable: true}}} | {properties: {a: {type: string}}} | BREAKING v1 spec.a: null is refused from now on
          {properties: {a: {type: object, x-kubernetes-preserve-unknown-fields: true}}} | {properties: {a: {type: object}}} | BREAKING v1 spec.a: unknown fields are dropped from now on
          # lists and maps
          {properties: {a: {type: array, items: {type: string}}}} | {properties: {a: {type: array, items: {type: string}, x-kubernetes-list-type: set}}} | BREAKING v1 spec.a: x-kubernetes-list-type changed from atomic to set
          {properties: {a: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [b]}}} | {properties: {a: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [b, c]}}} | BREAKING v1 spec.a: x-kubernetes-list-map-keys changed from [b] to [b, c]
          {properties: {a: {type: array, items: {type: string}}}} | {properties: {a: {type: array, items: {type: integer}}}} | BREAKING v1 spec.a[]: the type changed from string to integer
          {properties: {a: {type: object, additionalProperties: {type: string}}}} | {properties: {a: {type: object, additionalProperties: {type: string, maxLength: 3}}}} | BREAKING v1 spec.a{}: maxLength changed from none to 3
          {properties: {a: {type: object, additionalProperties: {type: string}}}} | {properties: {a: {type: object}}} | BREAKING v1 spec.a{}: the field is removed
          # values
          {properties: {a: {type: string, enum: [x, y]}}} | {properties: {a: {type: string, enum: [x]}}} | BREAKING v1 spec.a: the value y is removed
          {properties: {a: {type: string, enum: [x]}}} | {properties: {a: {type: string, enum: [x, y]}}} | COMPATIBLE v1 spec.a: the value y is new
          {properties: {a: {type: string}}} | {properties: {a: {type: string, enum: [x]}}} | BREAKING v1 spec.a: only [x] are allowed from now on
          {properties: {a: {type: integer, minimum: 1}}} | {properties: {a: {type: integer, minimum: 2}}} | BREAKING v1 spec.a: minimum changed from 1 to 2
          {properties: {a: {type: integer, maximum: 1}}} | {properties: {a: {type: integer, maximum: 2}}} | COMPATIBLE v1 spec.a: maximum changed from 1 to 2
          {properties: {a: {type: integer, maximum: 1}}} | {properties: {a: {type: integer, maximum: 1, exclusiveMaximum: true}}} | BREAKING v1 spec.a: maximum changed from 1 to 1 exclusive
          {properties: {a: {type: string, pattern: x}}} | {properties: {a: {type: string, pattern: y}}} | BREAKING v1 spec.a: pattern changed to y
          {properties: {a: {type: string, pattern: x}}} | {properties: {a: {type: string}}} | COMPATIBLE v1 spec.a: pattern is removed
          {properties: {a: {type: string, default: x}}} | {properties: {a: {type: string, default: y}}} | WARNING v1 spec.a: the default changed from x to y
          # rules
          {properties: {}} | {properties: {}, x-kubernetes-validations: [{rule: self.a > 1}]} | BREAKING v1 spec: the rule is new: self.a > 1
          {properties: {}} | {properties: {}, x-kubernetes-validations: [{rule: self == oldSelf}]} | WARNING v1 spec: the rule is new: self == oldSelf
          {properties: {}, x-kubernetes-validations: [{rule: self.a > 1}]} | {properties: {}} | COMPATIBLE v1 spec: the rule is removed: self.a > 1
          """)
  void judgesASchema(String before, String after, String expected) {
    var findings = CrdDiff.compare(crd(before), crd(after));
    assertThat(findings).extracting(CrdDiffTest::summary).containsExactly(expected);
    if (findings.getFirst().level() == Finding.Level.BREAKING)
      assertThat(findings.getFirst().advice()).isNotEmpty();
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          scope: Namespaced | scope: Cluster | BREAKING: scope changed from Namespaced to Cluster
          kind: Thing, | kind: Ding, | BREAKING: kind changed from Thing to Ding
          shortNames: [th] | shortNames: [tg] | WARNING: th is removed from shortNames
          served: true | served: false | BREAKING v1: the served version is no longer served
          status: {}, | | BREAKING v1: the subresource status is removed
          .spec.n, | .spec.m, | BREAKING v1: the paths of the subresource scale changed
          jsonPath: .spec.f | jsonPath: .spec.g | BREAKING v1: .spec.f is no longer selectable
          name: v1 | name: v2 | BREAKING v1: the version is removed while objects are stored in it
          storage: true | {storage: true, additionalPrinterColumns: []} | COMPATIBLE v1: the printer columns changed
          """)
  void judgesTheRest(String from, String to, String expected) {
    String now =
        CRD.replace(from, to == null ? "" : to.replaceAll("^\\{(.*), (.*)}$", "$1\n    $2"));
    assertThat(now).isNotEqualTo(CRD);
    assertThat(CrdDiff.compare(parse(CRD), parse(now)))
        .extracting(CrdDiffTest::summary)
        .contains(expected);
  }

  @Test
  void judgesRemovedAndNewCrds() {
    var crd = crd("{}");
    assertThat(CrdDiff.compare(List.of(crd), List.of()))
        .extracting(Finding::level)
        .containsExactly(Finding.Level.BREAKING);
    assertThat(CrdDiff.compare(List.of(), List.of(crd)))
        .extracting(Finding::level)
        .containsExactly(Finding.Level.COMPATIBLE);
  }

  @Test
  void aVersionThatObjectsAreStoredInCannotGo() {
    String stored =
        CRD.replace("storage: true", "storage: false\n    served: false")
            .replace("    served: true\n", "");
    var before = parse(stored + "status: {storedVersions: [v1]}\n");
    var after = parse(stored.replace("name: v1", "name: v2"));
    assertThat(CrdDiff.compare(before, after))
        .extracting(CrdDiffTest::summary)
        .contains("BREAKING v1: the version is removed while objects are stored in it");
  }

  @Test
  void findsNothingInWhatIsTheSame() {
    var generated =
        CrdGenerator.lenient().generate(CrdGeneratorTest.kinds().toArray(Class<?>[]::new));
    var read = CrdDocument.parse(CrdGenerator.toYaml(generated));
    assertThat(CrdDiff.compare(generated, read)).isEmpty();
  }

  private static CrdDocument crd(String spec) {
    return parse(
        CRD.replace("SPEC", spec.replaceFirst("\\{", "{type: object, ").replace(", }", "}")));
  }

  private static CrdDocument parse(String yaml) {
    return CrdDocument.parse(yaml.replace("SPEC", "{type: object}")).getFirst();
  }

  private static String summary(Finding finding) {
    String where = finding.path().isEmpty() ? "" : " " + finding.path();
    return finding.level() + where + ": " + finding.change();
  }
}
