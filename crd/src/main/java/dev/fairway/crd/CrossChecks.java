package dev.fairway.crd;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What the versions of a kind must agree on, and what a kind may be called.
final class CrossChecks {
  private static final Pattern LABEL = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern KIND = Pattern.compile("[A-Z][A-Za-z0-9]*");
  private static final Pattern DOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+");

  private CrossChecks() {}

  static void check(List<KindVersion> versions, Problems problems) {
    String name = versions.getFirst().crdName();
    agree(name, "scope (implements Namespaced or not)", versions, KindVersion::scope, problems);
    agree(name, "names", versions, v -> v.names().toTree(), problems);
    agree(
        name,
        "conversion webhook",
        versions.stream().filter(v -> v.conversion().isPresent()).toList(),
        v -> v.conversion().orElseThrow(),
        problems);
    storage(name, versions, problems);
    served(name, versions, problems);
    names(versions.getFirst(), problems);
  }

  private static void agree(
      String name,
      String what,
      List<KindVersion> versions,
      Function<KindVersion, Object> of,
      Problems problems) {
    var said =
        versions.stream()
            .collect(
                Collectors.groupingBy(
                    of,
                    java.util.LinkedHashMap::new,
                    Collectors.mapping(v -> v.version().value(), Collectors.toList())));
    if (said.size() > 1)
      problems.add(
          name,
          "versions disagree on the "
              + what
              + ": "
              + said.entrySet().stream()
                  .map(e -> e.getValue() + " say " + e.getKey())
                  .collect(Collectors.joining(", ")));
  }

  private static void storage(String name, List<KindVersion> versions, Problems problems) {
    var stored =
        versions.stream().filter(v -> v.version().storage()).map(v -> v.version().value()).toList();
    if (stored.size() != 1)
      problems.add(
          name,
          "exactly one version is stored, not "
              + stored
              + "; set @Version(storage = false) on the others");
    var all = versions.stream().map(v -> v.version().value()).toList();
    if (all.stream().distinct().count() < all.size())
      problems.add(name, "a version is given twice: " + all);
  }

  private static void served(String name, List<KindVersion> versions, Problems problems) {
    if (versions.stream().noneMatch(v -> v.version().served()))
      problems.add(name, "no version is served");
    for (KindVersion v : versions)
      if (!v.version().deprecationWarning().isEmpty() && !v.version().deprecated())
        problems.add(
            name, v.version().value() + " has a deprecation warning but is not deprecated");
  }

  private static void names(KindVersion version, Problems problems) {
    String name = version.crdName();
    var names = version.names();
    if (!DOMAIN.matcher(version.group().value()).matches())
      problems.add(
          name,
          "the group must be a domain such as ai.example.com, not " + version.group().value());
    if (!KIND.matcher(names.kind()).matches())
      problems.add(name, "the kind must be CamelCase, not " + names.kind());
    if (names.kind().equals(names.listKind()))
      problems.add(name, "kind and listKind are the same: " + names.kind());
    label(name, "plural", names.plural(), problems);
    label(name, "singular", names.singular(), problems);
    names.shortNames().forEach(s -> label(name, "short name", s, problems));
    names.categories().forEach(c -> label(name, "category", c, problems));
    label(name, "version", version.version().value(), problems);
  }

  private static void label(String name, String what, String value, Problems problems) {
    if (value.length() > 63 || !LABEL.matcher(value).matches())
      problems.add(
          name,
          "the "
              + what
              + " must be lower case letters, digits and dashes, at most 63, not "
              + value);
  }

  /// Groups of Kubernetes itself need an approval in an annotation, else the server does not
  /// establish the CRD.
  static void approval(KindVersion version, Map<String, Object> annotations, Problems problems) {
    String group = version.group().value();
    boolean guarded = group.endsWith(".k8s.io") || group.endsWith(".kubernetes.io");
    if (guarded && !annotations.containsKey("api-approved.kubernetes.io"))
      problems.add(
          version.crdName(),
          "groups under k8s.io and kubernetes.io need @Annotations(\"api-approved.kubernetes.io=<link>\")");
  }
}
