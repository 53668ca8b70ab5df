package dev.fairway.operator.inference;

import dev.fairway.inference.chat.Json;
import dev.fairway.operator.conditions.Refusal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A value of a spec's free JSON together with its path, so that whoever finds it wrong can say
/// where.
record Field(String path, Json value) {

  Refusal wrong(String what) {
    return new Refusal("InvalidInput", path + ": " + what);
  }

  String text() {
    if (value instanceof Json.Str(var text)) return text;
    throw wrong("must be a string, is " + kind());
  }

  String textNotBlank() {
    if (text().isBlank()) throw wrong("must not be empty");
    return text();
  }

  BigDecimal number() {
    if (value instanceof Json.Num(var number)) return number;
    throw wrong("must be a number, is " + kind());
  }

  long integer() {
    try {
      return number().longValueExact();
    } catch (ArithmeticException _) {
      throw wrong("must be an integer, is " + value.text());
    }
  }

  boolean bool() {
    if (value instanceof Json.Bool(var bool)) return bool;
    throw wrong("must be true or false, is " + kind());
  }

  Json.Obj object() {
    if (value instanceof Json.Obj object) return object;
    throw wrong("must be an object, is " + kind());
  }

  boolean isText() {
    return value instanceof Json.Str;
  }

  boolean isNumber() {
    return value instanceof Json.Num;
  }

  boolean isList() {
    return value instanceof Json.Arr;
  }

  List<Field> items() {
    if (!(value instanceof Json.Arr(var items))) throw wrong("must be a list, is " + kind());
    List<Field> fields = new ArrayList<>();
    for (Json item : items) fields.add(new Field(path + "[" + fields.size() + "]", item));
    return fields;
  }

  List<Field> itemsNotEmpty() {
    if (items().isEmpty()) throw wrong("must not be empty");
    return items();
  }

  /// A list of strings, or one string alone.
  List<String> texts() {
    return isText() ? List.of(text()) : items().stream().map(Field::text).toList();
  }

  List<String> textsNotEmpty() {
    itemsNotEmpty();
    return texts();
  }

  Optional<Field> optional(String name) {
    return object().field(name).map(found -> new Field(path + "." + name, found));
  }

  Field required(String name) {
    return optional(name)
        .orElseThrow(() -> new Refusal("InvalidInput", path + "." + name + ": is required"));
  }

  List<Field> fields() {
    return object().fields().entrySet().stream().map(this::below).toList();
  }

  private Field below(Map.Entry<String, Json> field) {
    return new Field(path + "." + field.getKey(), field.getValue());
  }

  /// The last step of the path.
  String name() {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  String kind() {
    return switch (value) {
      case Json.Obj _ -> "an object";
      case Json.Arr _ -> "a list";
      case Json.Str _ -> "a string";
      case Json.Num _ -> "a number";
      case Json.Bool _ -> "a boolean";
      case Json.Null _ -> "null";
    };
  }
}
