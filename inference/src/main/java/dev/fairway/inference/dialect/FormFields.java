package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.Extras;
import dev.fairway.inference.chat.Json;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The texts of a form, and forms of fields: what is no text stands there as JSON.
final class FormFields {
  private final Map<String, Json> texts = new LinkedHashMap<>();

  FormFields(Multipart form) {
    form.addTexts(texts);
  }

  /// What is asked for by name is not left over.
  @Nullable String text(String name) {
    Json value = texts.remove(name);
    return switch (value) {
      case null -> null;
      case Json.Str(var text) -> text;
      default -> throw new WrongField(name, "must be there once");
    };
  }

  String required(String name) {
    String text = text(name);
    if (text == null) {
      throw new WrongField(name, "is required");
    }
    return text;
  }

  @Nullable BigDecimal number(String name) {
    String text = text(name);
    try {
      return text == null ? null : new BigDecimal(text.strip());
    } catch (NumberFormatException _) {
      throw new WrongField(name, "must be a number");
    }
  }

  @Nullable Integer count(String name) {
    BigDecimal number = number(name);
    try {
      return number == null ? null : Integer.valueOf(number.intValueExact());
    } catch (ArithmeticException _) {
      throw new WrongField(name, "must be a whole number");
    }
  }

  /// Streams of these operations are not supported; what says so by its default is no loss.
  void refuseStream() {
    String stream = text("stream");
    if (stream != null && !stream.equals("false")) {
      throw new WrongField("stream", "is not supported here; leave it out");
    }
  }

  Extras rest(String dialect) {
    return OperationFields.extras(dialect, texts);
  }

  /// Fields that the format has beyond the canonical form, as texts of a form.
  static void complete(Multipart form, Extras extras, String dialect, Omissions omissions) {
    extras
        .fields()
        .forEach((name, value) -> {
          if (OperationFields.own(extras, dialect) && !form.has(name)) {
            List<Json> values = value instanceof Json.Arr(var items) ? items : List.of(value);
            values.forEach(
                each -> form.text(name, each instanceof Json.Str(var text) ? text : each.text()));
          } else {
            omissions.refuse(name, "it has no such field, or not in this place");
          }
        });
  }
}
