package dev.fairway.apiserver.types;

import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.json.JsonSyntax;
import dev.fairway.apiserver.types.TypeRef.Form;
import dev.fairway.apiserver.types.TypeTable.TypeDef;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decodes `application/vnd.kubernetes.protobuf`: four magic bytes, then `runtime.Unknown` around
/// the object (apimachinery `pkg/runtime/serializer/protobuf`). The tree is the one that the JSON
/// form of the same object would give: what Go leaves out of JSON is left out here. Any thread.
public final class Protobuf {
  private static final byte[] MAGIC = {'k', '8', 's', 0};
  private static final int DEEPEST = 64;
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final TypeTable table;

  public Protobuf(TypeTable table) {
    this.table = table;
  }

  /// The object, `apiVersion` and `kind` first.
  ///
  /// @throws JsonSyntax when the bytes are malformed, or the kind is not a built-in one
  public Map<String, Object> decode(byte[] body) {
    if (body.length < MAGIC.length || !Arrays.equals(body, 0, 4, MAGIC, 0, 4)) {
      throw new JsonSyntax("the body does not begin with the prefix of Kubernetes' protobuf");
    }
    Envelope envelope = envelope(Arrays.copyOfRange(body, MAGIC.length, body.length));
    TypeDef type =
        table
            .ofKind(envelope.apiVersion(), envelope.kind())
            .or(() -> options(envelope.kind()))
            .orElseThrow(() ->
                new JsonSyntax(
                    "no kind \""
                        + envelope.kind()
                        + "\" is registered for version \""
                        + envelope.apiVersion()
                        + "\""));
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("apiVersion", envelope.apiVersion());
    object.put("kind", envelope.kind());
    object.putAll(message(type, envelope.raw(), 0));
    return object;
  }

  private record Envelope(String apiVersion, String kind, byte[] raw) {}

  private static Envelope envelope(byte[] unknown) {
    String apiVersion = "";
    String kind = "";
    byte[] raw = {};
    ProtobufReader reader = new ProtobufReader(unknown);
    while (reader.next()) {
      switch (reader.number()) {
        case 1 -> {
          ProtobufReader meta = new ProtobufReader(reader.bytes());
          while (meta.next()) {
            switch (meta.number()) {
              case 1 -> apiVersion = meta.string();
              case 2 -> kind = meta.string();
              default -> meta.skip();
            }
          }
        }
        case 2 -> raw = reader.bytes();
        default -> reader.skip();
      }
    }
    return new Envelope(apiVersion, kind, raw);
  }

  /// DeleteOptions travel under the group of whatever is deleted.
  private Optional<TypeDef> options(String kind) {
    return kind.equals("DeleteOptions") ? table.ofKind("v1", kind) : Optional.empty();
  }

  private Map<String, Object> message(TypeDef type, byte[] bytes, int depth) {
    if (depth > DEEPEST) {
      throw new JsonSyntax("the protobuf message is nested too deeply");
    }
    Map<String, Object> object = new LinkedHashMap<>();
    ProtobufReader reader = new ProtobufReader(bytes);
    while (reader.next()) {
      FieldDef field = type.field(reader.number()).orElse(null);
      if (field == null) {
        reader.skip();
      } else if (field.inline()) {
        object.putAll(
            message(table.type(((TypeRef.Named) field.type()).name()), reader.bytes(), depth + 1));
      } else {
        read(object, field, reader, depth);
      }
    }
    return object;
  }

  private void read(Map<String, Object> object, FieldDef field, ProtobufReader reader, int depth) {
    switch (field.type()) {
      case TypeRef.ListOf(var item, var wrapped) when !wrapped -> {
        List<Object> list = listAt(object, field.name());
        addItems(list, item, reader, depth);
      }
      case TypeRef.MapOf(var value) -> putEntry(object, field.name(), value, reader, depth);
      default -> {
        Object value = value(field.type(), reader, depth);
        if (value != null && (field.pointer() || field.always() || !isZero(value))) {
          object.put(field.name(), value);
        }
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static List<Object> listAt(Map<String, Object> object, String name) {
    return (List<Object>) object.computeIfAbsent(name, _ -> new ArrayList<>());
  }

  /// Numbers may come packed into one field.
  private void addItems(List<Object> list, TypeRef item, ProtobufReader reader, int depth) {
    if (item instanceof TypeRef.Scalar(var form)
        && (form == Form.INT32 || form == Form.INT64)
        && reader.wireType() == ProtobufReader.BYTES) {
      byte[] packed = reader.bytes();
      ProtobufReader numbers = new ProtobufReader(packed);
      while (numbers.more()) {
        list.add(numbers.varint());
      }
      return;
    }
    Object value = value(item, reader, depth);
    if (value != null) {
      list.add(value);
    }
  }

  private void putEntry(
      Map<String, Object> object, String name, TypeRef type, ProtobufReader reader, int depth) {
    String key = "";
    Object value = null;
    ProtobufReader entry = new ProtobufReader(reader.bytes());
    while (entry.next()) {
      switch (entry.number()) {
        case 1 -> key = entry.string();
        case 2 -> value = value(type, entry, depth + 1);
        default -> entry.skip();
      }
    }
    @SuppressWarnings("unchecked")
    Map<String, Object> map =
        (Map<String, Object>) object.computeIfAbsent(name, _ -> new LinkedHashMap<>());
    map.put(key, value == null ? "" : value);
  }

  private @Nullable Object value(TypeRef type, ProtobufReader reader, int depth) {
    return switch (type) {
      case TypeRef.Named(var name) -> message(table.type(name), reader.bytes(), depth + 1);
      case TypeRef.Scalar(var form) -> scalar(form, reader, depth);
      case TypeRef.ListOf(var item, _) -> {
        List<Object> items = new ArrayList<>();
        ProtobufReader wrapper = new ProtobufReader(reader.bytes());
        while (wrapper.next()) {
          addItems(items, item, wrapper, depth + 1);
        }
        yield items;
      }
      case TypeRef.MapOf _ -> throw new JsonSyntax("a map inside a list");
    };
  }

  private @Nullable Object scalar(Form form, ProtobufReader reader, int depth) {
    return switch (form) {
      case STRING -> reader.string();
      case BOOL -> reader.varint() != 0;
      case INT32 -> (long) (int) reader.varint();
      case INT64 -> reader.varint();
      case DOUBLE -> number(reader.fixed64());
      case BYTES -> Base64.getEncoder().encodeToString(reader.bytes());
      case TIME -> time(reader.bytes(), DateTimeFormatter.ISO_INSTANT, false);
      case MICROTIME -> time(reader.bytes(), MICROS, true);
      case DURATION -> GoDuration.format(numberAt(1, reader.bytes()));
      case QUANTITY -> stringAt(1, reader.bytes());
      case INTORSTRING -> intOrString(reader.bytes());
      case RAWEXTENSION, FIELDSV1, JSON -> json(bytesAt(1, reader.bytes()));
      case SCHEMAORARRAY, SCHEMAORBOOL, SCHEMAORSTRINGS ->
          schemaOr(form, reader.bytes(), depth + 1);
    };
  }

  /// As in JSON, where Go writes a whole number without a fraction.
  private static Object number(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return whole ? (Object) (long) value : (Object) value;
  }

  private static @Nullable String time(
      byte[] timestamp, DateTimeFormatter format, boolean fraction) {
    long seconds = numberAt(1, timestamp);
    long nanos = numberAt(2, timestamp);
    return seconds == 0 && nanos == 0
        ? null
        : format.format(Instant.ofEpochSecond(seconds, fraction ? nanos : 0));
  }

  private static Object intOrString(byte[] message) {
    boolean text = numberAt(1, message) == 1;
    return text ? stringAt(3, message) : (Object) (long) (int) numberAt(2, message);
  }

  private static @Nullable Object json(byte[] raw) {
    return raw.length == 0 ? null : Json.parse(raw);
  }

  /// JSON schemas mix a schema with a list, a flag or names in one place.
  private @Nullable Object schemaOr(Form form, byte[] message, int depth) {
    boolean allows = false;
    List<Object> others = new ArrayList<>();
    Map<String, Object> schema = null;
    TypeDef props =
        table.type("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps");
    ProtobufReader reader = new ProtobufReader(message);
    while (reader.next()) {
      boolean schemaFirst = form != Form.SCHEMAORBOOL;
      if (reader.number() == (schemaFirst ? 1 : 2)) {
        schema = message(props, reader.bytes(), depth);
      } else if (form == Form.SCHEMAORBOOL) {
        allows = reader.varint() != 0;
      } else if (form == Form.SCHEMAORARRAY) {
        others.add(message(props, reader.bytes(), depth));
      } else {
        others.add(reader.string());
      }
    }
    if (schema != null) {
      return schema;
    }
    return form == Form.SCHEMAORBOOL ? (Object) allows : others;
  }

  private static boolean isZero(Object value) {
    return value.equals("")
        || value.equals(0L)
        || value.equals(false)
        || (value instanceof List<?> list && list.isEmpty());
  }

  private static long numberAt(int number, byte[] message) {
    ProtobufReader reader = new ProtobufReader(message);
    long found = 0;
    while (reader.next()) {
      if (reader.number() == number && reader.wireType() == ProtobufReader.VARINT) {
        found = reader.varint();
      } else {
        reader.skip();
      }
    }
    return found;
  }

  private static byte[] bytesAt(int number, byte[] message) {
    ProtobufReader reader = new ProtobufReader(message);
    byte[] found = {};
    while (reader.next()) {
      if (reader.number() == number && reader.wireType() == ProtobufReader.BYTES) {
        found = reader.bytes();
      } else {
        reader.skip();
      }
    }
    return found;
  }

  private static String stringAt(int number, byte[] message) {
    return new String(bytesAt(number, message), StandardCharsets.UTF_8);
  }
}
