package dev.fairway.inference.chat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON text to [Json] and back.
final class JsonText {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Json.MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();
  private static final Json NULL = new Json.Null();
  private static final Json TRUE = new Json.Bool(true);
  private static final Json FALSE = new Json.Bool(false);

  private JsonText() {}

  static Json parse(String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      return readAll(parser);
    } catch (IOException e) {
      throw syntax(e);
    }
  }

  static Json parse(byte[] utf8) {
    try (JsonParser parser = FACTORY.createParser(utf8)) {
      return readAll(parser);
    } catch (IOException e) {
      throw syntax(e);
    }
  }

  static Json of(@Nullable Object tree) {
    return switch (tree) {
      case null -> NULL;
      case Json json -> json;
      case Map<?, ?> map -> {
        Map<String, Json> fields = LinkedHashMap.newLinkedHashMap(map.size());
        map.forEach((key, value) -> fields.put((String) key, of(value)));
        yield new Json.Obj(fields);
      }
      case List<?> list -> new Json.Arr(list.stream().map(JsonText::of).toList());
      case String text -> new Json.Str(text);
      case Boolean flag -> flag ? TRUE : FALSE;
      case BigDecimal number -> new Json.Num(number);
      case BigInteger number -> new Json.Num(new BigDecimal(number));
      case Long number -> new Json.Num(number);
      case Integer number -> new Json.Num(number);
      case Double number -> new Json.Num(new BigDecimal(number.toString()));
      case Float number -> new Json.Num(new BigDecimal(number.toString()));
      default -> throw new IllegalArgumentException("not a JSON value: " + tree.getClass());
    };
  }

  static String write(Json json) {
    return new String(writeUtf8(json), StandardCharsets.UTF_8);
  }

  static byte[] writeUtf8(Json json) {
    ByteArrayBuilder out = new ByteArrayBuilder(512);
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      write(generator, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static Json readAll(JsonParser parser) throws IOException {
    if (parser.nextToken() == null) {
      throw new JsonSyntax("unexpected end of JSON");
    }
    Json value = read(parser);
    if (parser.nextToken() != null) {
      throw new JsonSyntax("more text after the JSON value");
    }
    return value;
  }

  private static Json read(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Json> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          fields.put(name, read(parser));
        }
        yield new Json.Obj(fields);
      }
      case START_ARRAY -> {
        List<Json> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(read(parser));
        }
        yield new Json.Arr(items);
      }
      case VALUE_STRING -> new Json.Str(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Num(parser.getDecimalValue());
      case VALUE_TRUE -> TRUE;
      case VALUE_FALSE -> FALSE;
      case VALUE_NULL -> NULL;
      default -> throw new JsonSyntax("unexpected token");
    };
  }

  private static void write(JsonGenerator generator, Json json) throws IOException {
    switch (json) {
      case Json.Obj(var fields) -> {
        generator.writeStartObject();
        for (Map.Entry<String, Json> field : fields.entrySet()) {
          generator.writeFieldName(field.getKey());
          write(generator, field.getValue());
        }
        generator.writeEndObject();
      }
      case Json.Arr(var items) -> {
        generator.writeStartArray();
        for (Json item : items) {
          write(generator, item);
        }
        generator.writeEndArray();
      }
      case Json.Str(var value) -> generator.writeString(value);
      case Json.Num(var value) -> generator.writeNumber(value);
      case Json.Bool(var value) -> generator.writeBoolean(value);
      case Json.Null() -> generator.writeNull();
    }
  }

  /// Jackson's own messages quote the text, which may be anybody's data.
  private static JsonSyntax syntax(IOException failure) {
    JsonLocation at = failure instanceof JsonProcessingException p ? p.getLocation() : null;
    return new JsonSyntax(
        at == null
            ? "not valid JSON"
            : "not valid JSON at line " + at.getLineNr() + ", column " + at.getColumnNr());
  }
}
