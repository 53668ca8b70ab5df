package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Any JSON value, kept exactly as it came. Immutable; equal when the JSON is, whatever the order
/// of keys. The JSON library stays inside.
public final class FreeJson {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private final JsonNode value;

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  FreeJson(JsonNode value) {
    this.value = value;
  }

  /// Reads JSON text.
  ///
  /// @throws IllegalArgumentException when the text is not one JSON value
  public static FreeJson parse(String json) {
    try (var parser = MAPPER.createParser(json)) {
      JsonNode value = MAPPER.readTree(parser);
      if (value == null || parser.nextToken() != null)
        throw new IllegalArgumentException("not one JSON value");
      return new FreeJson(value);
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON: " + problem(e), e);
    }
  }

  /// Makes JSON of plain Java: maps, lists, strings, numbers, booleans, null, and `FreeJson` within
  /// them.
  ///
  /// @throws IllegalArgumentException when the value has no JSON form
  public static FreeJson of(@Nullable Object plain) {
    try {
      return parse(MAPPER.writeValueAsString(plain));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("has no JSON form: " + problem(e), e);
    }
  }

  /// The value as plain Java: `LinkedHashMap`, `ArrayList`, `String`, `Integer`, `Long`,
  /// `BigInteger`, `Double`, `Boolean` or null. A fresh copy.
  public @Nullable Object plain() {
    return MAPPER.convertValue(value, Object.class);
  }

  /// The fields in their order; empty when this is no object.
  public Map<String, FreeJson> asObject() {
    var fields = new LinkedHashMap<String, FreeJson>();
    value.properties().forEach(field -> fields.put(field.getKey(), new FreeJson(field.getValue())));
    return Collections.unmodifiableMap(fields);
  }

  /// The elements; empty when this is no array.
  public List<FreeJson> asList() {
    if (!value.isArray()) return List.of();
    var elements = new ArrayList<FreeJson>();
    value.forEach(element -> elements.add(new FreeJson(element)));
    return List.copyOf(elements);
  }

  /// The text when this is a string.
  public Optional<String> asText() {
    return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
  }

  /// The value below, following field names and, in arrays, indexes: `at("messages", "0", "role")`.
  /// Empty when there is none.
  public Optional<FreeJson> at(String... path) {
    JsonNode node = value;
    for (String step : path) node = node.isArray() ? node.path(index(step)) : node.path(step);
    return node.isMissingNode() ? Optional.empty() : Optional.of(new FreeJson(node));
  }

  /// The string below, or empty when there is none or it is something else.
  public Optional<String> text(String... path) {
    return at(path).flatMap(FreeJson::asText);
  }

  public Kind kind() {
    return switch (value.getNodeType()) {
      case OBJECT -> Kind.OBJECT;
      case ARRAY -> Kind.ARRAY;
      case STRING -> Kind.STRING;
      case NUMBER -> Kind.NUMBER;
      case BOOLEAN -> Kind.BOOLEAN;
      default -> Kind.NULL;
    };
  }

  /// The kinds of JSON values.
  public enum Kind {
    OBJECT,
    ARRAY,
    STRING,
    NUMBER,
    BOOLEAN,
    NULL
  }

  // Jackson's full message quotes the input, which may be private.
  private static String problem(IOException e) {
    return e instanceof JsonProcessingException json ? json.getOriginalMessage() : "unreadable";
  }

  private static int index(String step) {
    try {
      return Integer.parseInt(step);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  @JsonValue
  JsonNode json() {
    return value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FreeJson that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  /// Compact JSON.
  @Override
  public String toString() {
    return value.toString();
  }
}
