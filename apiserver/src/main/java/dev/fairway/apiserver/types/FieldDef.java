package dev.fairway.apiserver.types;

import dev.fairway.apiserver.schema.MergeType.ListKind;
import dev.fairway.apiserver.schema.MergeType.PatchHint;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One field of a built-in type.
///
/// @param number its protobuf number
/// @param name its JSON name; empty for an embedded struct, whose fields stand in the parent's JSON
/// @param type what it holds
/// @param pointer Go holds a pointer: a zero that was sent is meant
/// @param always Go writes it to JSON also when it is zero
/// @param atomicMap a map or struct that merges as one value
/// @param defaultValue the static default; null when there is none
record FieldDef(
    int number,
    String name,
    TypeRef type,
    boolean pointer,
    boolean always,
    boolean required,
    ListKind list,
    List<String> keys,
    boolean atomicMap,
    PatchHint patch,
    @Nullable String defaultValue,
    List<String> allowed) {

  boolean inline() {
    return name.isEmpty();
  }

  /// This field without what it says of its own list or map: the view of its items.
  FieldDef plain() {
    return new FieldDef(
        number,
        name,
        type,
        pointer,
        always,
        required,
        ListKind.ATOMIC,
        List.of(),
        false,
        PatchHint.NONE,
        null,
        List.of());
  }

  /// Reads a line such as ` 6 ports []io.k8s.api.core.v1.ContainerPort list=map keys=a,b`.
  static FieldDef parse(String line) {
    String[] words = line.strip().split(" ");
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 3; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      options.put(
          equals < 0 ? words[i] : words[i].substring(0, equals),
          equals < 0 ? "" : words[i].substring(equals + 1));
    }
    return new FieldDef(
        Integer.parseInt(words[0]),
        words[1].equals("-") ? "" : words[1],
        TypeRef.parse(words[2]),
        options.containsKey("pointer"),
        options.containsKey("always"),
        options.containsKey("required"),
        switch (options.getOrDefault("list", "atomic")) {
          case "map" -> ListKind.MAP;
          case "set" -> ListKind.SET;
          default -> ListKind.ATOMIC;
        },
        split(options.get("keys")),
        "atomic".equals(options.get("map")),
        options.containsKey("patch") || options.containsKey("mergekey")
            ? new PatchHint(Set.copyOf(split(options.get("patch"))), options.get("mergekey"))
            : PatchHint.NONE,
        options.get("default"),
        split(options.get("enum")));
  }

  private static List<String> split(@Nullable String words) {
    return words == null ? List.of() : Arrays.asList(words.split(","));
  }
}
