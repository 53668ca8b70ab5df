package dev.fairway.crd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Makes CustomResourceDefinitions of Java types.
///
/// A kind is one class per version, with fabric8's `@Group` and `@Version`; usually a
/// `CustomResource<Spec, Status>`, but any record or bean with `spec` and `status` will do. Fields
/// come from records and beans under the names Jackson gives them, in order of declaration. A
/// record component of a `@NullMarked` type is required unless it is `@Nullable`, a primitive, a
/// list or a map, or has a `@Default`; elsewhere `@Required` decides. See the annotations of this
/// package for what fabric8's cannot say. `@SpecReplicas` and its like are not read: [Scale] stands
/// on the kind.
///
/// Immutable and safe on any thread. The same classes always give the same text.
public final class CrdGenerator {
  private final boolean descriptionsRequired;

  private CrdGenerator(boolean descriptionsRequired) {
    this.descriptionsRequired = descriptionsRequired;
  }

  /// Accepts fields without a description.
  public static CrdGenerator lenient() {
    return new CrdGenerator(false);
  }

  /// Demands a description of every kind and field, since `kubectl explain` is what users read.
  public static CrdGenerator strict() {
    return new CrdGenerator(true);
  }

  /// One document per kind, by name; classes of the same group and plural are its versions.
  ///
  /// @throws InvalidCrdException with everything that is wrong with any of the types
  public List<CrdDocument> generate(Class<?>... kinds) {
    var problems = new Problems();
    var versions = new TreeMap<String, List<KindVersion>>();
    for (Class<?> kind : kinds)
      KindVersion.of(kind, problems)
          .ifPresent(v -> versions.computeIfAbsent(v.crdName(), _ -> new ArrayList<>()).add(v));
    var documents = new ArrayList<CrdDocument>();
    versions.values().forEach(v -> documents.add(document(newestFirst(v), problems)));
    problems.throwIfAny();
    return documents;
  }

  private static List<KindVersion> newestFirst(List<KindVersion> versions) {
    return versions.stream()
        .sorted(
            Comparator.comparing((KindVersion v) -> VersionPriority.of(v.version().value()))
                .reversed())
        .toList();
  }

  private CrdDocument document(List<KindVersion> versions, Problems problems) {
    CrossChecks.check(versions, problems);
    var tree = new LinkedHashMap<String, Object>();
    tree.put("apiVersion", "apiextensions.k8s.io/v1");
    tree.put("kind", "CustomResourceDefinition");
    tree.put("metadata", metadata(versions, problems));
    tree.put("spec", spec(versions, problems));
    // Through YAML and back: numbers as YAML reads them, so that documents are equal when their
    // text is.
    return new CrdDocument(Tree.asMap(Yaml.read(Yaml.write(tree))));
  }

  private static Map<String, Object> metadata(List<KindVersion> versions, Problems problems) {
    var labels = new TreeMap<String, Object>();
    var annotations = new TreeMap<String, Object>();
    for (KindVersion version : versions.reversed()) {
      labels.putAll(version.labels(problems));
      annotations.putAll(version.annotations(problems));
    }
    var metadata = new LinkedHashMap<String, Object>();
    metadata.put("name", versions.getFirst().crdName());
    if (!labels.isEmpty()) metadata.put("labels", labels);
    if (!annotations.isEmpty()) metadata.put("annotations", annotations);
    CrossChecks.approval(versions.getFirst(), annotations, problems);
    return metadata;
  }

  private Map<String, Object> spec(List<KindVersion> versions, Problems problems) {
    KindVersion newest = versions.getFirst();
    var spec = new LinkedHashMap<String, Object>();
    spec.put("group", newest.group().value());
    spec.put("scope", newest.scope());
    spec.put("names", newest.names().toTree());
    versions.stream()
        .flatMap(version -> version.conversion().stream())
        .findFirst()
        .ifPresent(webhook -> spec.put("conversion", conversion(webhook)));
    spec.put(
        "versions",
        versions.stream().map(v -> VersionDocument.of(v, descriptionsRequired, problems)).toList());
    return spec;
  }

  // Without the CA bundle, which only the running webhook knows.
  private static Map<String, Object> conversion(ConversionWebhook webhook) {
    var service = new LinkedHashMap<String, Object>();
    service.put("namespace", webhook.serviceNamespace());
    service.put("name", webhook.serviceName());
    service.put("path", webhook.path());
    service.put("port", webhook.port());
    var stanza = new LinkedHashMap<String, Object>();
    stanza.put("clientConfig", Map.of("service", service));
    stanza.put("conversionReviewVersions", Arrays.asList(webhook.reviewVersions()));
    var conversion = new LinkedHashMap<String, Object>();
    conversion.put("strategy", "Webhook");
    conversion.put("webhook", stanza);
    return conversion;
  }

  /// A version for the class path or the command line: what [#generate] gives, as one YAML text of
  /// several documents.
  public static String toYaml(List<CrdDocument> documents) {
    return String.join("---\n", documents.stream().map(CrdDocument::toYaml).toList());
  }
}
