package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.Json;

/// Arguments of a call that are no JSON object, in formats that know objects only: the text travels
/// under one key.
final class RawArguments {
  private static final String KEY = "_raw";

  private RawArguments() {}

  static Json wrapped(Json arguments) {
    return arguments instanceof Json.Str raw ? Json.object(KEY, raw) : arguments;
  }

  static Json unwrapped(Json input) {
    return input instanceof Json.Obj(var fields)
            && fields.size() == 1
            && fields.get(KEY) instanceof Json.Str raw
        ? raw
        : input;
  }
}
