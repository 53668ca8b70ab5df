package dev.fairway.crd;

import dev.fairway.crd.Finding.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Says whether a new state of CRDs breaks those who have objects or clients of the old one: the
/// check behind `fairway crd diff`.
///
/// It judges what the API server would newly refuse, drop or read differently, version by version.
/// Descriptions do not count. Where the effect cannot be judged (a changed `oneOf`, a rewritten CEL
/// rule) it errs on the side of breaking. A pure function, safe on any thread.
public final class CrdDiff {
  private static final String NEW_VERSION = "Put the change into a new version and convert";

  private final CrdDocument before;
  private final CrdDocument after;
  private final List<Finding> findings = new ArrayList<>();

  private CrdDiff(CrdDocument before, CrdDocument after) {
    this.before = before;
    this.after = after;
  }

  /// Compares sets of CRDs by name; the findings come CRD by CRD, in order of the old set, new CRDs
  /// last.
  public static List<Finding> compare(List<CrdDocument> before, List<CrdDocument> after) {
    var newer = new LinkedHashMap<String, CrdDocument>();
    after.forEach(crd -> newer.put(crd.name(), crd));
    var findings = new ArrayList<Finding>();
    for (CrdDocument old : before) {
      CrdDocument now = newer.remove(old.name());
      if (now == null)
        findings.add(
            new Finding(
                Level.BREAKING,
                old.name(),
                "",
                "the CRD is removed",
                "All objects of the kind would be deleted with it; keep it, unserved if need be"));
      else findings.addAll(compare(old, now));
    }
    newer
        .keySet()
        .forEach(
            name -> findings.add(new Finding(Level.COMPATIBLE, name, "", "the CRD is new", "")));
    return findings;
  }

  /// Compares two states of one CRD.
  public static List<Finding> compare(CrdDocument before, CrdDocument after) {
    var diff = new CrdDiff(before, after);
    diff.identity();
    diff.versions();
    diff.storage();
    diff.conversion();
    return diff.findings;
  }

  private void identity() {
    for (String key : List.of("group", "scope")) mustStay(key, before.spec(), after.spec());
    var names = Tree.map(before.spec(), "names");
    var newNames = Tree.map(after.spec(), "names");
    for (String key : List.of("kind", "listKind", "plural", "singular"))
      mustStay(key, names, newNames);
    for (String key : List.of("shortNames", "categories")) {
      missing(Tree.strings(names, key), Tree.strings(newNames, key))
          .forEach(n ->
              add(
                  Level.WARNING,
                  "",
                  n + " is removed from " + key,
                  "Commands that use it stop working"));
      missing(Tree.strings(newNames, key), Tree.strings(names, key))
          .forEach(n -> add(Level.COMPATIBLE, "", n + " is added to " + key, ""));
    }
  }

  private void mustStay(String key, Map<String, Object> old, Map<String, Object> now) {
    String was = Tree.text(old, key);
    String is = Tree.text(now, key);
    if (!was.equals(is))
      add(
          Level.BREAKING,
          "",
          key + " changed from " + was + " to " + is,
          "Make a new CRD and move the objects");
  }

  private void versions() {
    var now = byName(after);
    byName(before)
        .forEach((name, old) -> {
          var version = now.get(name);
          boolean served = Tree.isTrue(old, "served");
          if (version == null || (served && !Tree.isTrue(version, "served"))) {
            if (served)
              add(
                  Level.BREAKING,
                  name,
                  "the served version is " + (version == null ? "removed" : "no longer served"),
                  "Deprecate it first, and remove it when no client asks for it");
            else add(Level.COMPATIBLE, name, "the version, which was not served, is removed", "");
          }
          if (version != null) version(name, old, version);
        });
    now.keySet().stream()
        .filter(name -> !byName(before).containsKey(name))
        .forEach(name -> add(Level.COMPATIBLE, name, "the version is new", ""));
  }

  private void version(String name, Map<String, Object> old, Map<String, Object> now) {
    if (Tree.isTrue(now, "deprecated") && !Tree.isTrue(old, "deprecated"))
      add(Level.COMPATIBLE, name, "the version is deprecated", "");
    subresources(name, Tree.map(old, "subresources"), Tree.map(now, "subresources"));
    if (!Objects.equals(old.get("additionalPrinterColumns"), now.get("additionalPrinterColumns")))
      add(Level.COMPATIBLE, name, "the printer columns changed", "");
    selectableFields(name, old, now);
    findings.addAll(
        SchemaDiff.compare(before.name(), name, CrdDocument.schema(old), CrdDocument.schema(now)));
  }

  private void subresources(String version, Map<String, Object> old, Map<String, Object> now) {
    for (String name : List.of("status", "scale")) {
      boolean was = old.containsKey(name);
      boolean is = now.containsKey(name);
      if (was && !is)
        add(Level.BREAKING, version, "the subresource " + name + " is removed", NEW_VERSION);
      if (!was && is && name.equals("status"))
        add(
            Level.WARNING,
            version,
            "the subresource status is new",
            "Writes of status to the object itself are ignored from now on");
      if (!was && is && name.equals("scale"))
        add(Level.COMPATIBLE, version, "the subresource scale is new", "");
      if (was && is && !Objects.equals(old.get(name), now.get(name)))
        add(
            Level.BREAKING,
            version,
            "the paths of the subresource " + name + " changed",
            "Autoscalers would read and write other fields");
    }
  }

  private void selectableFields(String version, Map<String, Object> old, Map<String, Object> now) {
    var was =
        Tree.maps(old, "selectableFields").stream().map(f -> Tree.text(f, "jsonPath")).toList();
    var is =
        Tree.maps(now, "selectableFields").stream().map(f -> Tree.text(f, "jsonPath")).toList();
    missing(was, is)
        .forEach(f ->
            add(
                Level.BREAKING,
                version,
                f + " is no longer selectable",
                "Requests with that field selector are refused"));
    missing(is, was).forEach(f -> add(Level.COMPATIBLE, version, f + " is selectable", ""));
  }

  private void storage() {
    Set<String> stored =
        new LinkedHashSet<>(Tree.strings(Tree.map(before.tree(), "status"), "storedVersions"));
    if (stored.isEmpty()) stored.addAll(storageVersions(before));
    for (String version : stored)
      if (!byName(after).containsKey(version))
        add(
            Level.BREAKING,
            version,
            "the version is removed while objects are stored in it",
            "Rewrite all objects in the new storage version and take it out of status.storedVersions first");
    var was = storageVersions(before);
    var is = storageVersions(after);
    if (!was.equals(is))
      add(
          Level.WARNING,
          "",
          "the storage version changed from " + was + " to " + is,
          "Objects keep their old form until they are written again");
  }

  private static List<String> storageVersions(CrdDocument crd) {
    return crd.versions().stream()
        .filter(v -> Tree.isTrue(v, "storage"))
        .map(v -> Tree.text(v, "name"))
        .toList();
  }

  private void conversion() {
    String was = strategy(before);
    String is = strategy(after);
    if (was.equals(is)) return;
    boolean gone = was.equals("Webhook");
    add(
        gone ? Level.BREAKING : Level.COMPATIBLE,
        "",
        "conversion changed from " + was + " to " + is,
        gone ? "Without conversion, fields that differ between versions are dropped" : "");
  }

  private static String strategy(CrdDocument crd) {
    String strategy = Tree.text(Tree.map(crd.spec(), "conversion"), "strategy");
    return strategy.isEmpty() ? "None" : strategy;
  }

  private static Map<String, Map<String, Object>> byName(CrdDocument crd) {
    var versions = new LinkedHashMap<String, Map<String, Object>>();
    crd.versions().forEach(v -> versions.put(Tree.text(v, "name"), v));
    return versions;
  }

  private static List<String> missing(List<String> from, List<String> in) {
    return from.stream().filter(value -> !in.contains(value)).toList();
  }

  private void add(Level level, String path, String change, String advice) {
    findings.add(new Finding(level, before.name(), path, change, advice));
  }
}
