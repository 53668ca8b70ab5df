package dev.fairway.crd;

import dev.fairway.crd.Finding.Level;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What changed between two schemas of the same version of a kind.
final class SchemaDiff {
  private static final String INT_OR_STRING = "x-kubernetes-int-or-string";
  private static final String MAP_TYPE = "x-kubernetes-map-type";
  private static final String MAP_KEYS = "x-kubernetes-list-map-keys";
  private static final String LOOSER = "Loosen it, or put the change into a new version";
  private static final String NEW_VERSION = "Put the change into a new version and convert";

  private final String crd;
  private final String version;
  private final List<Finding> findings = new ArrayList<>();

  private SchemaDiff(String crd, String version) {
    this.crd = crd;
    this.version = version;
  }

  static List<Finding> compare(
      String crd, String version, Map<String, Object> before, Map<String, Object> after) {
    var diff = new SchemaDiff(crd, version);
    diff.schema("", before, after);
    return diff.findings;
  }

  private void schema(String path, Map<String, Object> old, Map<String, Object> now) {
    type(path, old, now);
    freedom(path, old, now);
    values(path, old, now);
    lower(path, old, now, "minimum", "exclusiveMinimum");
    upper(path, old, now, "maximum", "exclusiveMaximum");
    for (String unit : List.of("Length", "Items", "Properties")) {
      lower(path, old, now, "min" + unit, "");
      upper(path, old, now, "max" + unit, "");
    }
    for (String keyword : List.of("pattern", "multipleOf", "allOf", "anyOf", "oneOf", "not"))
      constraint(path, old, now, keyword);
    merging(path, old, now);
    defaults(path, old, now);
    rules(path, old, now);
    required(path, old, now);
    properties(path, old, now);
    below(path + "[]", "items", old, now);
    below(path + "{}", "additionalProperties", old, now);
  }

  private void type(String path, Map<String, Object> old, Map<String, Object> now) {
    String was = typeOf(old);
    String is = typeOf(now);
    if (!was.equals(is)) {
      boolean wider =
          is.equals("any")
              || (is.equals("integer or string") && Set.of("integer", "string").contains(was))
              || (is.equals("number") && was.equals("integer"));
      if (wider) add(Level.COMPATIBLE, path, "the type is wider: " + is + " instead of " + was, "");
      else add(Level.BREAKING, path, "the type changed from " + was + " to " + is, NEW_VERSION);
    }
    String format = Tree.text(old, "format");
    String newFormat = Tree.text(now, "format");
    if (!format.equals(newFormat))
      add(
          Level.BREAKING,
          path,
          "the format changed from " + orNone(format) + " to " + orNone(newFormat),
          NEW_VERSION);
    changed(path, "x-kubernetes-embedded-resource", old, now, false);
  }

  private static String typeOf(Map<String, Object> schema) {
    if (Tree.isTrue(schema, INT_OR_STRING)) return "integer or string";
    String type = Tree.text(schema, "type");
    return type.isEmpty() ? "any" : type;
  }

  private void freedom(String path, Map<String, Object> old, Map<String, Object> now) {
    flag(
        path,
        old,
        now,
        Keywords.PRESERVE,
        "unknown fields are dropped from now on",
        "unknown fields are kept from now on");
    flag(path, old, now, "nullable", "null is refused from now on", "null is allowed");
  }

  private void flag(
      String path,
      Map<String, Object> old,
      Map<String, Object> now,
      String keyword,
      String lost,
      String gained) {
    boolean was = Tree.isTrue(old, keyword);
    boolean is = Tree.isTrue(now, keyword);
    if (was && !is) add(Level.BREAKING, path, lost, NEW_VERSION);
    if (!was && is) add(Level.COMPATIBLE, path, gained, "");
  }

  private void values(String path, Map<String, Object> old, Map<String, Object> now) {
    var was = Tree.list(old, "enum");
    var is = Tree.list(now, "enum");
    if (was.isEmpty() && !is.isEmpty())
      add(Level.BREAKING, path, "only " + is + " are allowed from now on", LOOSER);
    if (!was.isEmpty() && is.isEmpty()) add(Level.COMPATIBLE, path, "any value is allowed", "");
    if (was.isEmpty() || is.isEmpty()) return;
    was.stream()
        .filter(v -> !is.contains(v))
        .forEach(v ->
            add(
                Level.BREAKING,
                path,
                "the value " + v + " is removed",
                "Keep it, and treat it as what replaces it"));
    is.stream()
        .filter(v -> !was.contains(v))
        .forEach(v -> add(Level.COMPATIBLE, path, "the value " + v + " is new", ""));
  }

  private void lower(
      String path,
      Map<String, Object> old,
      Map<String, Object> now,
      String keyword,
      String exclusive) {
    bound(
        path,
        keyword,
        limit(old, keyword),
        limit(now, keyword),
        exclusive(old, exclusive),
        exclusive(now, exclusive),
        1);
  }

  private void upper(
      String path,
      Map<String, Object> old,
      Map<String, Object> now,
      String keyword,
      String exclusive) {
    bound(
        path,
        keyword,
        limit(old, keyword),
        limit(now, keyword),
        exclusive(old, exclusive),
        exclusive(now, exclusive),
        -1);
  }

  // direction 1: a higher value allows less; -1: a lower value allows less.
  private void bound(
      String path,
      String keyword,
      @Nullable BigDecimal was,
      @Nullable BigDecimal is,
      boolean wasExclusive,
      boolean isExclusive,
      int direction) {
    int moved = was == null || is == null ? 0 : Integer.signum(is.compareTo(was)) * direction;
    boolean tighter =
        is != null && (was == null || moved > 0 || (moved == 0 && isExclusive && !wasExclusive));
    boolean looser =
        was != null && (is == null || moved < 0 || (moved == 0 && wasExclusive && !isExclusive));
    String change =
        keyword + " changed from " + words(was, wasExclusive) + " to " + words(is, isExclusive);
    if (tighter) add(Level.BREAKING, path, change, LOOSER);
    if (looser) add(Level.COMPATIBLE, path, change, "");
  }

  private static @Nullable BigDecimal limit(Map<String, Object> schema, String keyword) {
    return schema.get(keyword) instanceof Number number ? new BigDecimal(number.toString()) : null;
  }

  private static boolean exclusive(Map<String, Object> schema, String keyword) {
    return Tree.isTrue(schema, keyword);
  }

  private static String words(@Nullable BigDecimal limit, boolean exclusive) {
    return limit == null ? "none" : limit.toPlainString() + (exclusive ? " exclusive" : "");
  }

  private void constraint(
      String path, Map<String, Object> old, Map<String, Object> now, String keyword) {
    Object was = old.get(keyword);
    Object is = now.get(keyword);
    if (Objects.equals(was, is) || isIntOrStringForm(keyword, old, now)) return;
    if (is == null) add(Level.COMPATIBLE, path, keyword + " is removed", "");
    else
      add(
          Level.BREAKING,
          path,
          keyword + (was == null ? " is new: " : " changed to ") + is,
          LOOSER);
  }

  // The anyOf that an int-or-string always has is part of its type.
  private static boolean isIntOrStringForm(
      String keyword, Map<String, Object> old, Map<String, Object> now) {
    return keyword.equals("anyOf")
        && (Tree.isTrue(old, INT_OR_STRING) || Tree.isTrue(now, INT_OR_STRING));
  }

  private void merging(String path, Map<String, Object> old, Map<String, Object> now) {
    replaced(
        path,
        Keywords.LIST_TYPE,
        orDefault(old, Keywords.LIST_TYPE, "atomic"),
        orDefault(now, Keywords.LIST_TYPE, "atomic"));
    replaced(
        path, MAP_TYPE, orDefault(old, MAP_TYPE, "granular"), orDefault(now, MAP_TYPE, "granular"));
    replaced(
        path,
        MAP_KEYS,
        Tree.strings(old, MAP_KEYS).toString(),
        Tree.strings(now, MAP_KEYS).toString());
  }

  private static String orDefault(Map<String, Object> schema, String keyword, String absent) {
    String value = Tree.text(schema, keyword);
    return value.isEmpty() ? absent : value;
  }

  private void replaced(String path, String keyword, String was, String is) {
    if (!was.equals(is))
      add(
          Level.BREAKING,
          path,
          keyword + " changed from " + was + " to " + is,
          "Server-side apply would merge and own it differently; put the change into a new version");
  }

  private void changed(
      String path,
      String keyword,
      Map<String, Object> old,
      Map<String, Object> now,
      Object absent) {
    replaced(
        path,
        keyword,
        String.valueOf(old.getOrDefault(keyword, absent)),
        String.valueOf(now.getOrDefault(keyword, absent)));
  }

  private void defaults(String path, Map<String, Object> old, Map<String, Object> now) {
    Object was = old.get("default");
    Object is = now.get("default");
    if (!Objects.equals(was, is))
      add(
          Level.WARNING,
          path,
          "the default changed from " + orNone(was) + " to " + orNone(is),
          "Objects that leave the field out behave differently");
  }

  private void rules(String path, Map<String, Object> old, Map<String, Object> now) {
    var was =
        Tree.maps(old, "x-kubernetes-validations").stream().map(SchemaDiff::ruleText).toList();
    for (var rule : Tree.maps(now, "x-kubernetes-validations")) {
      if (was.contains(ruleText(rule))) continue;
      boolean ofChangesOnly =
          ruleText(rule).contains("oldSelf") && !Tree.isTrue(rule, "optionalOldSelf");
      if (ofChangesOnly)
        add(
            Level.WARNING,
            path,
            "the rule is new: " + ruleText(rule),
            "Updates that break it are refused");
      else
        add(
            Level.BREAKING,
            path,
            "the rule is new: " + ruleText(rule),
            "Limit it to changed values (oldSelf), or put it into a new version");
    }
    var is = Tree.maps(now, "x-kubernetes-validations").stream().map(SchemaDiff::ruleText).toList();
    was.stream()
        .filter(rule -> !is.contains(rule))
        .forEach(rule -> add(Level.COMPATIBLE, path, "the rule is removed: " + rule, ""));
  }

  private static String ruleText(Map<String, Object> rule) {
    return Tree.text(rule, "rule");
  }

  private void required(String path, Map<String, Object> old, Map<String, Object> now) {
    var was = Tree.strings(old, "required");
    var is = Tree.strings(now, "required");
    for (String name : is) {
      if (was.contains(name)) continue;
      boolean filledIn = Tree.map(Tree.map(now, "properties"), name).containsKey("default");
      if (filledIn)
        add(Level.COMPATIBLE, child(path, name), "the field is required, and has a default", "");
      else
        add(
            Level.BREAKING,
            child(path, name),
            "the field is required from now on and has no default",
            "Give it a default, or leave it optional");
    }
    was.stream()
        .filter(name -> !is.contains(name) && Tree.map(now, "properties").containsKey(name))
        .forEach(name ->
            add(Level.COMPATIBLE, child(path, name), "the field is no longer required", ""));
  }

  private void properties(String path, Map<String, Object> old, Map<String, Object> now) {
    var was = Tree.map(old, "properties");
    var is = Tree.map(now, "properties");
    was.forEach((name, schema) -> {
      if (is.containsKey(name)) schema(child(path, name), Tree.asMap(schema), Tree.map(is, name));
      else removed(child(path, name), Tree.isTrue(now, Keywords.PRESERVE));
    });
    is.keySet().stream()
        .filter(name -> !was.containsKey(name))
        .forEach(name -> add(Level.COMPATIBLE, child(path, name), "the field is new", ""));
  }

  private void removed(String path, boolean kept) {
    if (kept)
      add(Level.WARNING, path, "the field is removed; its value is kept but no longer checked", "");
    else
      add(
          Level.BREAKING,
          path,
          "the field is removed",
          "Its value would be dropped on the next write; keep it and ignore it, or "
              + NEW_VERSION.substring(0, 1).toLowerCase(java.util.Locale.ROOT)
              + NEW_VERSION.substring(1));
  }

  private void below(
      String path, String keyword, Map<String, Object> old, Map<String, Object> now) {
    boolean was = old.containsKey(keyword);
    boolean is = now.containsKey(keyword);
    if (was && is) schema(path, Tree.map(old, keyword), Tree.map(now, keyword));
    else if (was && !Tree.isTrue(now, Keywords.PRESERVE) && typeOf(old).equals(typeOf(now)))
      removed(path, false);
  }

  private static String child(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static String orNone(@Nullable Object value) {
    return value == null || value.equals("") ? "none" : value.toString();
  }

  private void add(Level level, String path, String change, String advice) {
    findings.add(
        new Finding(level, crd, path.isEmpty() ? version : version + " " + path, change, advice));
  }
}
