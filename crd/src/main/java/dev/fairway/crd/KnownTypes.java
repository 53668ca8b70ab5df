package dev.fairway.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.runtime.RawExtension;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Types whose schema is known without looking inside.
final class KnownTypes {
  private static final String DURATION = "^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$";
  private static final String QUANTITY =
      "^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$";
  private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";

  private static final Map<Class<?>, Map<String, Object>> SCALARS = scalars();

  private KnownTypes() {}

  /// A fresh schema, or empty for a type that must be walked.
  static Optional<Map<String, Object>> schema(Class<?> type) {
    Map<String, Object> scalar = SCALARS.get(type);
    if (scalar != null) return Optional.of(new LinkedHashMap<>(scalar));
    if (type == ObjectNode.class || type == RawExtension.class || type == ObjectMeta.class)
      return Optional.of(freeObject());
    if (JsonNode.class.isAssignableFrom(type)) return Optional.of(anything());
    if (type == HasMetadata.class || type.getSimpleName().equals("GenericKubernetesResource"))
      return Optional.of(embeddedResource());
    if (type == Condition.class) return Optional.of(condition());
    return Optional.empty();
  }

  static Map<String, Object> anything() {
    return of(PRESERVE, true);
  }

  static Map<String, Object> freeObject() {
    return of("type", "object", PRESERVE, true);
  }

  private static Map<String, Object> embeddedResource() {
    return of("type", "object", "x-kubernetes-embedded-resource", true, PRESERVE, true);
  }

  private static Map<Class<?>, Map<String, Object>> scalars() {
    var schemas = new LinkedHashMap<Class<?>, Map<String, Object>>();
    put(
        schemas,
        of("type", "string"),
        String.class,
        CharSequence.class,
        char.class,
        Character.class,
        Locale.class);
    put(schemas, of("type", "boolean"), boolean.class, Boolean.class);
    put(
        schemas,
        of("type", "integer", "format", "int32"),
        int.class,
        Integer.class,
        short.class,
        Short.class,
        byte.class,
        Byte.class);
    put(schemas, of("type", "integer", "format", "int64"), long.class, Long.class);
    put(schemas, of("type", "integer"), BigInteger.class);
    put(schemas, of("type", "number", "format", "float"), float.class, Float.class);
    put(schemas, of("type", "number", "format", "double"), double.class, Double.class);
    put(schemas, of("type", "number"), BigDecimal.class, Number.class);
    put(
        schemas,
        of("type", "string", "format", "date-time"),
        Instant.class,
        ZonedDateTime.class,
        OffsetDateTime.class,
        Date.class);
    put(schemas, of("type", "string", "format", "date"), LocalDate.class);
    put(schemas, of("type", "string", "format", "uri"), URI.class, URL.class);
    put(schemas, of("type", "string", "format", "uuid"), UUID.class);
    put(schemas, of("type", "string", "format", "byte"), byte[].class);
    put(schemas, of("type", "string", "pattern", DURATION), Duration.class);
    put(schemas, intOrString(), IntOrString.class);
    var quantity = intOrString();
    quantity.put("pattern", QUANTITY);
    put(schemas, quantity, Quantity.class);
    return schemas;
  }

  private static Map<String, Object> intOrString() {
    return of(
        "x-kubernetes-int-or-string",
        true,
        "anyOf",
        List.of(Map.of("type", "integer"), Map.of("type", "string")));
  }

  // What metav1.Condition demands in Go; the Java class says none of it.
  private static Map<String, Object> condition() {
    var properties = new LinkedHashMap<String, Object>();
    properties.put(
        "type",
        of(
            "type",
            "string",
            "description",
            "Aspect, in CamelCase.",
            "maxLength",
            316L,
            "pattern",
            "^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$"));
    properties.put(
        "status",
        of(
            "type",
            "string",
            "description",
            "Whether it holds: True, False or Unknown.",
            "enum",
            List.of("True", "False", "Unknown")));
    properties.put(
        "observedGeneration",
        of(
            "type",
            "integer",
            "format",
            "int64",
            "description",
            "The metadata.generation this was said about.",
            "minimum",
            0L));
    properties.put(
        "lastTransitionTime",
        of("type", "string", "format", "date-time", "description", "When status last changed."));
    properties.put(
        "reason",
        of(
            "type",
            "string",
            "description",
            "Why, in one CamelCase word for programs.",
            "minLength",
            1L,
            "maxLength",
            1024L,
            "pattern",
            "^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$"));
    properties.put(
        "message",
        of("type", "string", "description", "Why, for people. May be empty.", "maxLength", 32768L));
    return of(
        "type",
        "object",
        "description",
        "One aspect of the state of an object.",
        "properties",
        properties,
        "required",
        List.of("type", "status", "lastTransitionTime", "reason", "message"));
  }

  private static void put(
      Map<Class<?>, Map<String, Object>> schemas, Map<String, Object> schema, Class<?>... types) {
    for (Class<?> type : types) schemas.put(type, schema);
  }

  private static Map<String, Object> of(Object... keysAndValues) {
    var map = new LinkedHashMap<String, Object>();
    for (int i = 0; i < keysAndValues.length; i += 2)
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    return map;
  }
}
