package dev.fairway.apiserver.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON text to plain trees and back.
///
/// A tree is made of `Map<String, Object>` (in the order read), `List<Object>`, `String`, `Long`,
/// `Double`, `Boolean` and `null`: the value model of Kubernetes' unstructured objects. Whole
/// numbers that fit are `Long`, every other number is `Double`. Trees returned here are mutable and
/// belong to the caller. All methods may be called from any thread.
public final class Json {
  /// Deepest nesting read before a document is refused, so that no input can exhaust the stack.
  public static final int MAX_DEPTH = 512;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private Json() {}

  /// Reads one JSON value.
  ///
  /// @throws JsonSyntax when the text is not exactly one JSON value
  public static @Nullable Object parse(byte[] text) {
    return parse(text, new ArrayList<>());
  }

  /// Reads one JSON value and adds the path of every key that an object holds twice to
  /// `duplicates`; the last value wins, as in Go.
  public static @Nullable Object parse(byte[] text, List<String> duplicates) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        throw new JsonSyntax("unexpected end of JSON input");
      }
      Object value = read(parser, "", duplicates);
      if (parser.nextToken() != null) {
        throw new JsonSyntax("invalid data after the top-level value");
      }
      return value;
    } catch (IOException e) {
      throw new JsonSyntax(firstLine(e), e);
    }
  }

  /// Reads one JSON object.
  ///
  /// @throws JsonSyntax when the text is anything else
  public static Map<String, Object> parseObject(byte[] text) {
    return object(parse(text));
  }

  /// Writes a tree as compact UTF-8 text, keys in the map's own order.
  public static byte[] write(@Nullable Object tree) {
    ByteArrayBuilder out = new ByteArrayBuilder(1024);
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      write(generator, tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /// A deep copy that shares no mutable part with the original.
  public static Map<String, Object> copy(Map<String, Object> object) {
    return object(copyValue(object));
  }

  /// A deep copy of any value.
  public static @Nullable Object copyValue(@Nullable Object tree) {
    return switch (tree) {
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> copy = LinkedHashMap.newLinkedHashMap(map.size());
        map.forEach((key, value) -> copy.put((String) key, copyValue(value)));
        yield copy;
      }
      case List<?> list -> {
        List<@Nullable Object> copy = new ArrayList<>(list.size());
        list.forEach(value -> copy.add(copyValue(value)));
        yield copy;
      }
      case null -> null;
      default -> tree;
    };
  }

  /// The value as an object.
  ///
  /// @throws JsonSyntax when it is something else
  @SuppressWarnings("unchecked")
  public static Map<String, Object> object(@Nullable Object tree) {
    if (tree instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw new JsonSyntax("expected a JSON object");
  }

  private static @Nullable Object read(JsonParser parser, String path, List<String> duplicates)
      throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String key = parser.currentName();
          String below = path.isEmpty() ? key : path + "." + key;
          parser.nextToken();
          if (map.containsKey(key)) {
            duplicates.add(below);
          }
          map.put(key, read(parser, below, duplicates));
        }
        yield map;
      }
      case START_ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(read(parser, path + "[" + list.size() + "]", duplicates));
        }
        yield list;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? (Object) parser.getDoubleValue()
              : (Object) parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new JsonSyntax("unexpected token " + parser.currentToken());
    };
  }

  private static void write(JsonGenerator generator, @Nullable Object tree) throws IOException {
    switch (tree) {
      case null -> generator.writeNull();
      case Map<?, ?> map -> {
        generator.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          generator.writeFieldName((String) entry.getKey());
          write(generator, entry.getValue());
        }
        generator.writeEndObject();
      }
      case List<?> list -> {
        generator.writeStartArray();
        for (Object value : list) {
          write(generator, value);
        }
        generator.writeEndArray();
      }
      case String text -> generator.writeString(text);
      case Long number -> generator.writeNumber(number);
      case Integer number -> generator.writeNumber(number);
      case Double number -> writeDouble(generator, number);
      case BigDecimal number -> generator.writeNumber(number);
      case BigInteger number -> generator.writeNumber(number);
      case Boolean flag -> generator.writeBoolean(flag);
      default -> throw new IllegalArgumentException("not a JSON value: " + tree.getClass());
    }
  }

  /// As Go writes a float64: whole numbers without a fraction.
  private static void writeDouble(JsonGenerator generator, double number) throws IOException {
    if (number == Math.rint(number) && Math.abs(number) < 1e21) {
      generator.writeNumber(new BigDecimal(number).toBigInteger());
    } else {
      generator.writeNumber(number);
    }
  }

  private static String firstLine(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
