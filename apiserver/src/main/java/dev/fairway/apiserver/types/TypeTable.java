package dev.fairway.apiserver.types;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// The built-in types of Kubernetes. Reading it costs a few milliseconds; a type is parsed when it
/// is first asked for. Immutable to its users; any thread.
public final class TypeTable {
  private final Map<String, String> kinds = new TreeMap<>();
  private final Map<String, List<String>> lines = new HashMap<>();
  private final Map<String, TypeDef> parsed = new ConcurrentHashMap<>();
  private final Map<String, Map<String, FieldDef>> byName = new ConcurrentHashMap<>();

  /// A type with its fields in the order of its source.
  ///
  /// @param atomic the whole value merges as one
  record TypeDef(String name, boolean atomic, List<FieldDef> fields) {
    Optional<FieldDef> field(int number) {
      return fields.stream().filter(field -> field.number() == number).findFirst();
    }
  }

  private TypeTable(BufferedReader source) throws IOException {
    List<String> current = new ArrayList<>();
    for (String line = source.readLine(); line != null; line = source.readLine()) {
      if (line.startsWith("kind ")) {
        String[] words = line.split(" ");
        kinds.put(kindKey(words[1], words[2]), words[3]);
      } else if (line.startsWith("type ")) {
        current = new ArrayList<>();
        current.add(line);
        lines.put(line.split(" ")[1], current);
      } else {
        current.add(line);
      }
    }
  }

  /// Reads the table that ships with this library.
  public static TypeTable load() {
    try (InputStream in = TypeTable.class.getResourceAsStream("kubernetes.txt")) {
      if (in == null) {
        throw new IllegalStateException("the table of built-in types is missing");
      }
      return new TypeTable(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The type of a kind.
  ///
  /// @param groupVersion `v1`, `apps/v1`, ...
  Optional<TypeDef> ofKind(String groupVersion, String kind) {
    String key = groupVersion.contains("/") ? groupVersion : "/" + groupVersion;
    return Optional.ofNullable(kinds.get(kindKey(key, kind))).map(this::type);
  }

  /// The type of that OpenAPI name.
  ///
  /// @throws IllegalArgumentException when the table has no such type
  TypeDef type(String name) {
    return parsed.computeIfAbsent(name, this::parse);
  }

  /// The fields by JSON name, those of embedded structs among them.
  Map<String, FieldDef> jsonFields(TypeDef type) {
    return byName.computeIfAbsent(type.name(), _ -> namedFields(type));
  }

  /// Every kind of a group version with its type, in the order of kinds.
  Map<String, TypeDef> kindsOf(String groupVersion) {
    String prefix = kindKey(groupVersion.contains("/") ? groupVersion : "/" + groupVersion, "");
    Map<String, TypeDef> found = new TreeMap<>();
    kinds.forEach((key, name) -> {
      if (key.startsWith(prefix)) {
        found.put(key.substring(prefix.length()), type(name));
      }
    });
    return found;
  }

  private Map<String, FieldDef> namedFields(TypeDef type) {
    Map<String, FieldDef> fields = new LinkedHashMap<>();
    for (FieldDef field : type.fields()) {
      if (field.inline() && field.type() instanceof TypeRef.Named(var name)) {
        fields.putAll(namedFields(type(name)));
      } else {
        fields.put(field.name(), field);
      }
    }
    return Collections.unmodifiableMap(fields);
  }

  private TypeDef parse(String name) {
    List<String> text = lines.get(name);
    if (text == null) {
      throw new IllegalArgumentException("no built-in type " + name);
    }
    return new TypeDef(
        name,
        text.getFirst().endsWith(" atomic"),
        text.stream().skip(1).map(FieldDef::parse).toList());
  }

  private static String kindKey(String groupVersion, String kind) {
    return groupVersion + " " + kind;
  }
}
