package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.JsonSyntax;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What must be known of a request that goes to a provider of its own format, found without reading
/// the rest: unknown fields, key order and the spelling of numbers stay as they are. Chat
/// completions, messages, responses and embeddings have these fields in common.
///
/// Only the name of the model changes on the way, and a chat completion that is streamed may be
/// made to report its usage.
public final class RequestScan {
  private static final int MODEL = 0;
  private static final int STREAM = 1;
  private static final int STREAM_OPTIONS = 2;
  private static final int MAX_TOKENS = 3;
  private static final int MAX_COMPLETION_TOKENS = 4;
  private static final int MAX_OUTPUT_TOKENS = 5;
  private static final TopLevel.Names NAMES =
      new TopLevel.Names(
          "model",
          "stream",
          "stream_options",
          "max_tokens",
          "max_completion_tokens",
          "max_output_tokens");

  private static final byte[] USAGE_WANTED =
      ",\"stream_options\":{\"include_usage\":true}".getBytes(StandardCharsets.US_ASCII);

  private final byte[] body;
  private final TopLevel fields;
  private final String model;
  private final boolean stream;

  private RequestScan(byte[] body) {
    this.body = body;
    this.fields = TopLevel.of(body, NAMES);
    this.model = model(fields.value(MODEL));
    this.stream = flag(fields.value(STREAM));
  }

  /// @param body kept, not copied: it must not change any more
  /// @throws ModelFailureException [ModelFailure.BadRequest], when the body is no JSON object,
  ///   names no model, or says one of these things twice
  public static RequestScan of(byte[] body) {
    return naming(() -> new RequestScan(body));
  }

  public String model() {
    return model;
  }

  /// Whether the answer shall be streamed. Nothing else decides that.
  public boolean stream() {
    return stream;
  }

  /// Most tokens of the answer that the caller wants; null when the caller names no limit.
  ///
  /// @throws ModelFailureException when the limit is no whole number
  public @Nullable Integer maxTokens() {
    return naming(() -> {
      Integer newer = count(MAX_COMPLETION_TOKENS, "max_completion_tokens");
      Integer responses = count(MAX_OUTPUT_TOKENS, "max_output_tokens");
      Integer older = count(MAX_TOKENS, "max_tokens");
      return newer != null ? newer : responses != null ? responses : older;
    });
  }

  /// Whether a stream of chat completions shall end with its usage.
  public boolean asksUsage() {
    return options() instanceof Json.Obj options && includes(options);
  }

  /// The body for the provider.
  ///
  /// @param upstreamModel the provider's name of the model
  /// @param askUsage whether a stream of chat completions shall end with its usage though the
  ///   caller did not ask for it
  public byte[] forward(String upstreamModel, boolean askUsage) {
    boolean change = askUsage && stream && !asksUsage();
    if (upstreamModel.equals(model) && !change) {
      return body;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + 64);
    int from = 0;
    boolean optionsFirst =
        fields.has(STREAM_OPTIONS) && fields.start(STREAM_OPTIONS) < fields.start(MODEL);
    if (change && optionsFirst) {
      from = copy(out, from, STREAM_OPTIONS, withUsage());
    }
    from = copy(out, from, MODEL, new Json.Str(upstreamModel).utf8());
    if (change && fields.has(STREAM_OPTIONS) && !optionsFirst) {
      from = copy(out, from, STREAM_OPTIONS, withUsage());
    }
    if (change && !fields.has(STREAM_OPTIONS)) {
      int close = fields.close();
      out.write(body, from, close - from);
      out.writeBytes(USAGE_WANTED);
      from = close;
    }
    out.write(body, from, body.length - from);
    return out.toByteArray();
  }

  private int copy(ByteArrayOutputStream out, int from, int field, byte[] value) {
    out.write(body, from, fields.start(field) - from);
    out.writeBytes(value);
    return fields.end(field);
  }

  private byte[] withUsage() {
    Json.Obj options = options() instanceof Json.Obj given ? given : Json.object();
    return options.with("include_usage", new Json.Bool(true)).utf8();
  }

  private @Nullable Json options() {
    return naming(() -> fields.value(STREAM_OPTIONS));
  }

  private static boolean includes(Json.Obj options) {
    return options.fields().get("include_usage") instanceof Json.Bool(var wanted) && wanted;
  }

  private static String model(@Nullable Json value) {
    if (value instanceof Json.Str(var name) && !name.isEmpty()) {
      return name;
    }
    throw new WrongField("model", value == null ? "is required" : "must be a text");
  }

  private static boolean flag(@Nullable Json value) {
    return switch (value) {
      case null -> false;
      case Json.Null() -> false;
      case Json.Bool(var set) -> set;
      default -> throw new WrongField("stream", "must be true or false");
    };
  }

  private @Nullable Integer count(int field, String name) {
    Json value = fields.value(field);
    return value == null ? null : Fields.of(Json.object(name, value)).count(name);
  }

  private static <T> T naming(Supplier<T> read) {
    try {
      return read.get();
    } catch (WrongField e) {
      throw bad(e, e.path().isEmpty() ? null : e.path());
    } catch (JsonSyntax e) {
      throw bad(e, null);
    }
  }

  private static ModelFailureException bad(RuntimeException cause, @Nullable String path) {
    return new ModelFailureException(
        new ModelFailure.BadRequest(String.valueOf(cause.getMessage()), path, null), cause);
  }

  @Override
  public String toString() {
    return "RequestScan[model=" + model + ", stream=" + stream + ", bytes=" + body.length + "]";
  }
}
