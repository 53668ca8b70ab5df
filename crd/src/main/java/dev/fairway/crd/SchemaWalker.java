package dev.fairway.crd;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.crd.generator.annotation.SelectableField;
import io.fabric8.kubernetes.api.model.Condition;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Walks the type of one version and gives its schema. On the way it collects what fields say about
/// the version as a whole: printer columns and selectable fields. Used once, by one thread.
final class SchemaWalker {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();
  private static final Set<String> OF_EVERY_OBJECT = Set.of("apiVersion", "kind", "metadata");

  private final Problems problems;
  private final boolean descriptionsRequired;
  private final Deque<Class<?>> open = new ArrayDeque<>();
  private final List<Column> columns = new ArrayList<>();
  private final List<String> selectable = new ArrayList<>();

  SchemaWalker(Problems problems, boolean descriptionsRequired) {
    this.problems = problems;
    this.descriptionsRequired = descriptionsRequired;
  }

  /// A printer column that a field declares.
  record Column(String jsonPath, PrinterColumn declared, Map<String, Object> schema) {}

  List<Column> columns() {
    return columns;
  }

  List<String> selectable() {
    return selectable;
  }

  Map<String, Object> root(Class<?> kind) {
    var schema = object("", MAPPER.constructType(kind));
    Keywords.apply("", schema, Marks.of(kind), problems);
    requireSpec(schema);
    if (descriptionsRequired && !schema.containsKey("description"))
      problems.add(kind.getSimpleName(), "has no @Description");
    return schema;
  }

  // A spec that needs a field is needed itself; a status never is, since it comes later.
  private static void requireSpec(Map<String, Object> schema) {
    var required = new ArrayList<>(Tree.list(schema, "required"));
    required.removeAll(List.of("spec", "status"));
    var spec = Tree.map(Tree.map(schema, "properties"), "spec");
    if (!Tree.list(spec, "required").isEmpty()) required.addFirst("spec");
    schema.remove("required");
    if (!required.isEmpty()) schema.put("required", required);
  }

  private Map<String, Object> object(String path, JavaType type) {
    var schema = new LinkedHashMap<String, Object>();
    schema.put("type", "object");
    var properties = new LinkedHashMap<String, Object>();
    var required = new ArrayList<String>();
    open.push(type.getRawClass());
    for (Property property : Property.of(MAPPER, type)) {
      if (isServersOwn(path, property)) continue;
      String below = path.isEmpty() ? property.name() : path + "." + property.name();
      properties.put(property.name(), property(below, property));
      if (property.isRequired() && !hasDefaultAlone(property, properties))
        required.add(property.name());
    }
    open.pop();
    if (!properties.isEmpty()) schema.put("properties", properties);
    if (!required.isEmpty()) schema.put("required", required);
    if (takesAnything(type)) schema.put(Keywords.PRESERVE, true);
    return schema;
  }

  private static boolean isServersOwn(String path, Property property) {
    boolean absent = property.type().hasRawClass(Void.class);
    return path.isEmpty() && (absent || OF_EVERY_OBJECT.contains(property.name()));
  }

  // The server fills it in, so it cannot be missing; an explicit @Required stays.
  private static boolean hasDefaultAlone(Property property, Map<String, Object> properties) {
    return !property.marks().has(io.fabric8.generator.annotation.Required.class)
        && Tree.map(properties, property.name()).containsKey("default");
  }

  // A bean that collects unknown fields. fabric8's model classes all do, which says nothing about
  // the resource.
  private static boolean takesAnything(JavaType type) {
    return !isForeign(type.getRawClass())
        && MAPPER.getSerializationConfig().introspect(type).findAnyGetter() != null;
  }

  private Map<String, Object> property(String path, Property property) {
    JavaType type =
        property
            .marks()
            .find(SchemaFrom.class)
            .map(from -> MAPPER.constructType(from.type()))
            .orElse(property.type());
    if (property.marks().has(JsonUnwrapped.class))
      return refused(
          path,
          "@JsonUnwrapped scatters the fields of a type over another; declare them where they are");
    var schema = value(path, type, property.written(), property.marks());
    if (descriptionsRequired && !schema.containsKey("description") && !isForeign(open.getFirst()))
      problems.add(path, "has no @Description, neither on the field nor on its type");
    property
        .marks()
        .find(PrinterColumn.class)
        .ifPresent(column -> columns.add(new Column("." + path, column, schema)));
    if (property.marks().has(SelectableField.class)) selectable.add("." + path);
    return schema;
  }

  private Map<String, Object> value(
      String path, JavaType type, @Nullable AnnotatedType written, Marks marks) {
    var schema = ofType(path, type, written, marks);
    Keywords.apply(path, schema, marks, problems);
    return schema;
  }

  private Map<String, Object> ofType(
      String path, JavaType type, @Nullable AnnotatedType written, Marks marks) {
    Class<?> raw = type.getRawClass();
    if (raw.getSimpleName().startsWith("Optional") && raw.getPackageName().equals("java.util"))
      return refused(
          path,
          raw.getSimpleName() + " has no place in a resource; use the type itself with @Nullable");
    boolean free = marks.has(PreserveUnknownFields.class);
    if (isUntyped(type)) return free ? KnownTypes.freeObject() : refusedUntyped(path, type);
    if (open.contains(raw)) return free ? KnownTypes.freeObject() : refusedRecursion(path, raw);
    return KnownTypes.schema(raw)
        .or(() -> ofJsonValue(path, type))
        .orElseGet(() -> ofStructure(path, type, written));
  }

  private Map<String, Object> ofStructure(
      String path, JavaType type, @Nullable AnnotatedType written) {
    Class<?> raw = type.getRawClass();
    if (type.isEnumType()) return described(raw, ofEnum(raw));
    if (Map.class.isAssignableFrom(raw)) return ofMap(path, type, written);
    if (type.isArrayType() || Collection.class.isAssignableFrom(raw))
      return ofList(path, type, written);
    if (raw.isAnnotationPresent(JsonTypeInfo.class))
      return refused(
          path,
          raw.getSimpleName()
              + " has sub-types, whose fields are not known here; use a record with all fields, or free JSON");
    if (raw.isInterface() || java.lang.reflect.Modifier.isAbstract(raw.getModifiers()))
      return refused(
          path,
          raw.getSimpleName()
              + " is abstract, so its fields are not known; use a record, or free JSON");
    if (raw.getPackageName().startsWith("java."))
      return refused(path, "no schema is known for " + raw.getName());
    return ofObject(path, type);
  }

  private Map<String, Object> ofObject(String path, JavaType type) {
    var schema = described(type.getRawClass(), object(path, type));
    Keywords.apply(path, schema, Marks.of(type.getRawClass()), problems);
    return schema;
  }

  private static Map<String, Object> ofEnum(Class<?> type) {
    List<Object> values =
        Arrays.stream(type.getEnumConstants())
            .map(c -> MAPPER.convertValue(c, Object.class))
            .toList();
    var schema = new LinkedHashMap<String, Object>();
    schema.put("type", values.stream().allMatch(Integer.class::isInstance) ? "integer" : "string");
    schema.put("enum", values);
    return schema;
  }

  private Map<String, Object> ofMap(String path, JavaType type, @Nullable AnnotatedType written) {
    JavaType key =
        type.getKeyType() == null ? MAPPER.constructType(Object.class) : type.getKeyType();
    if (!key.hasRawClass(String.class) && !key.isEnumType())
      return refused(
          path, "the keys of a map are strings in JSON, not " + key.getRawClass().getSimpleName());
    var schema = new LinkedHashMap<String, Object>();
    schema.put("type", "object");
    schema.put(
        "additionalProperties", element(path + "[*]", type.getContentType(), argument(written, 1)));
    return schema;
  }

  private Map<String, Object> ofList(String path, JavaType type, @Nullable AnnotatedType written) {
    var schema = new LinkedHashMap<String, Object>();
    schema.put("type", "array");
    schema.put("items", element(path + "[*]", type.getContentType(), argument(written, 0)));
    List<String> keys = keys(type.getContentType());
    if (Set.class.isAssignableFrom(type.getRawClass())) {
      schema.put(Keywords.LIST_TYPE, "set");
    } else if (!keys.isEmpty()) {
      schema.put(Keywords.LIST_TYPE, "map");
      schema.put("x-kubernetes-list-map-keys", keys);
    }
    return schema;
  }

  private static List<String> keys(@Nullable JavaType element) {
    if (element == null || element.isJavaLangObject()) return List.of();
    if (element.hasRawClass(Condition.class)) return List.of("type");
    return Property.of(MAPPER, element).stream()
        .filter(property -> property.marks().has(Key.class))
        .map(Property::name)
        .toList();
  }

  private Map<String, Object> element(
      String path, @Nullable JavaType type, @Nullable AnnotatedType written) {
    JavaType known = type == null ? MAPPER.constructType(Object.class) : type;
    return value(path, known, written, written == null ? Marks.NONE : Marks.of(written));
  }

  // The annotations of `List<@Size(max = 3) String>` sit on the argument. An array has none: what
  // is written before it is
  // ambiguous in Java and was read as a rule for the array.
  private static @Nullable AnnotatedType argument(@Nullable AnnotatedType written, int index) {
    return written instanceof AnnotatedParameterizedType generic
            && generic.getAnnotatedActualTypeArguments().length > index
        ? generic.getAnnotatedActualTypeArguments()[index]
        : null;
  }

  // A type that Jackson writes as one value of another type. Whatever becomes a JSON tree is free
  // JSON.
  private Optional<Map<String, Object>> ofJsonValue(String path, JavaType type) {
    AnnotatedMember accessor =
        MAPPER.getSerializationConfig().introspect(type).findJsonValueAccessor();
    if (accessor == null || type.isEnumType()) return Optional.empty();
    Class<?> raw = type.getRawClass();
    if (JsonNode.class.isAssignableFrom(accessor.getRawType()))
      return Optional.of(described(raw, KnownTypes.anything()));
    var schema = value(path, accessor.getType(), null, Marks.of(accessor.getAnnotated()));
    Keywords.apply(path, schema, Marks.of(raw), problems);
    return Optional.of(described(raw, schema));
  }

  private static Map<String, Object> described(Class<?> type, Map<String, Object> schema) {
    Keywords.descriptionOf(Marks.of(type))
        .or(() ->
            Optional.ofNullable(type.getAnnotation(JsonClassDescription.class))
                .map(JsonClassDescription::value))
        .ifPresent(text -> schema.put("description", text));
    return schema;
  }

  private static boolean isUntyped(JavaType type) {
    if (type.hasRawClass(Object.class)) return true;
    return Map.class.isAssignableFrom(type.getRawClass())
        && type.getContentType() != null
        && type.getContentType().hasRawClass(Object.class);
  }

  private static boolean isForeign(Class<?> type) {
    return type.getName().startsWith("io.fabric8.");
  }

  private Map<String, Object> refusedUntyped(String path, JavaType type) {
    String name = type.hasRawClass(Object.class) ? "Object" : "Map<String, Object>";
    return refused(
        path,
        name
            + " says nothing, and the server would drop or refuse what is in it; use a typed field, JsonNode, or add @PreserveUnknownFields for any object");
  }

  private Map<String, Object> refusedRecursion(String path, Class<?> type) {
    var chain = new ArrayList<>(open).reversed();
    String way =
        chain.subList(chain.indexOf(type), chain.size()).stream()
            .map(Class::getSimpleName)
            .collect(Collectors.joining(" -> "));
    return refused(
        path,
        "a type within itself ("
            + way
            + " -> "
            + type.getSimpleName()
            + ") has no finite schema; use free JSON, or add @PreserveUnknownFields here");
  }

  private Map<String, Object> refused(String path, String problem) {
    problems.add(path, problem);
    return KnownTypes.anything();
  }
}
