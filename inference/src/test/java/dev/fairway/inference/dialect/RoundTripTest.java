package dev.fairway.inference.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.CallContext.Unsupported;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Message;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.ModelTraits;
import dev.fairway.inference.chat.OutputFormat;
import dev.fairway.inference.chat.Parameters;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.ResponseFold;
import dev.fairway.inference.chat.StopReason;
import dev.fairway.inference.chat.Tool;
import dev.fairway.inference.chat.ToolChoice;
import dev.fairway.inference.chat.Usage;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/// Requests and answers of any kind, through every format and back: what the format can express is
/// kept, and what it cannot is reported.
class RoundTripTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final int LIMIT = 1 << 20;

  @Property(tries = 150)
  void whatAFormatTookItTakesAgain(@ForAll("requests") ChatRequest request) {
    Dialects.byName()
        .forEach((name, dialect) -> {
          Dialect.WireRequest once = lenient(dialect, request);
          ChatRequest back = dialect.readRequest(once.path(), once.body());
          Dialect.WireRequest twice = lenient(dialect, back);
          assertThat(Json.parse(twice.body())).as(name).isEqualTo(Json.parse(once.body()));
          assertThat(twice.path()).as(name).isEqualTo(once.path());
        });
  }

  @Property(tries = 150)
  void whatIsNotReportedIsNotLost(@ForAll("requests") ChatRequest request) {
    Dialects.byName()
        .forEach((name, dialect) -> {
          Dialect.WireRequest wire = lenient(dialect, request);
          Map<String, Object> kept = gist(dialect.readRequest(wire.path(), wire.body()));
          Map<String, Object> asked = gist(request);
          wire.dropped().forEach(path -> asked.remove(facet(path)));
          if (!asked.containsKey("tools")) {
            asked.remove("tool_choice"); // there is nothing left to choose
          }
          assertThat(kept)
              .as("%s, which left out %s", name, wire.dropped())
              .containsAllEntriesOf(asked);
        });
  }

  /// Strict and lenient calls differ in nothing but what is left out.
  @Property(tries = 100)
  void aStrictCallIsTheLenientOneThatLosesNoMeaning(@ForAll("requests") ChatRequest request) {
    Dialects.byName()
        .forEach((name, dialect) -> {
          Dialect.WireRequest lenient = lenient(dialect, request);
          try {
            Dialect.WireRequest strict =
                dialect.writeRequest(request, ModelTraits.UNKNOWN, Unsupported.REFUSE);
            assertThat(strict.body()).as(name).isEqualTo(lenient.body());
          } catch (ModelFailureException _) {
            assertThat(lenient.dropped()).as(name).isNotEmpty();
          }
        });
  }

  private static Dialect.WireRequest lenient(Dialect dialect, ChatRequest request) {
    return dialect.writeRequest(request, ModelTraits.UNKNOWN, Unsupported.DROP);
  }

  /// `messages[2].parts[0]` is about messages, `reasoning_effort~low` about reasoning.
  private static String facet(String path) {
    String name = path.split("[.\\[~]", -1)[0];
    return name.isEmpty() ? path : name;
  }

  /// What matters of a request, without how it is split into turns.
  private static Map<String, Object> gist(ChatRequest request) {
    List<String> said = new ArrayList<>();
    for (Message message : request.messages()) {
      message.parts().forEach(part -> said.add(gist(message.role(), part)));
    }
    Parameters parameters = request.parameters();
    Map<String, Object> gist = new LinkedHashMap<>();
    put(gist, "messages", said);
    put(gist, "max_tokens", parameters.maxTokens());
    put(gist, "temperature", unlessNeutral(parameters.temperature()));
    put(gist, "top_p", unlessNeutral(parameters.topP()));
    put(gist, "seed", parameters.seed());
    put(gist, "stop", parameters.stop().isEmpty() ? null : parameters.stop());
    put(gist, "tools", request.tools().isEmpty() ? null : tools(request));
    boolean free = request.toolChoice() instanceof ToolChoice.Auto;
    put(gist, "tool_choice", free ? null : request.toolChoice());
    put(gist, "response_format", output(request.output()));
    return gist;
  }

  private static @Nullable BigDecimal unlessNeutral(@Nullable BigDecimal value) {
    return value != null && value.compareTo(BigDecimal.ONE) == 0 ? null : value;
  }

  private static void put(Map<String, Object> gist, String name, @Nullable Object value) {
    if (value != null) {
      gist.put(name, value);
    }
  }

  private static String gist(Message.Role role, Part part) {
    return switch (part) {
      case Part.Text(var text) -> role + " says " + text;
      case Part.Image(var source) -> role + " shows " + source;
      case Part.ToolCall call -> "calls " + call.name() + call.arguments();
      case Part.ToolResult result ->
          result.content().stream().map(c -> ((Part.Text) c).text()).toList().toString();
      default -> part.toString();
    };
  }

  private static List<String> tools(ChatRequest request) {
    return request.tools().stream()
        .map(tool -> tool.name() + " " + tool.description() + " " + tool.parameters())
        .toList();
  }

  private static @Nullable Object output(OutputFormat output) {
    return switch (output) {
      case OutputFormat.Text() -> null;
      case OutputFormat.AnyJson any -> any;
      case OutputFormat.Schema schema -> schema.schema();
    };
  }

  @Property(tries = 300)
  void anAnswerReadOnceIsReadTheSameTwice(@ForAll("answers") ChatResponse answer) {
    Dialects.byName()
        .forEach((name, dialect) -> {
          ChatResponse once = dialect.readResponse(dialect.writeResponse(answer, AT));
          ChatResponse twice = dialect.readResponse(dialect.writeResponse(once, AT));
          assertThat(twice).as(name).isEqualTo(once);
          assertThat(once.text()).as(name).isEqualTo(answer.text());
        });
  }

  @Property(tries = 300)
  void aStreamSaysWhatThePlainAnswerSays(@ForAll("answers") ChatResponse answer) {
    Dialects.byName()
        .forEach((name, dialect) -> {
          byte[] stream = streamed(dialect, answer);
          ChatResponse plain = dialect.readResponse(dialect.writeResponse(answer, AT));
          assertThat(folded(dialect, stream, stream.length)).as(name).isEqualTo(plain);
        });
  }

  @Property(tries = 5)
  void aStreamMayBeCutAtEveryByte(@ForAll("answers") ChatResponse answer) {
    Dialects.byName()
        .forEach((name, dialect) -> {
          byte[] stream = streamed(dialect, answer);
          ChatResponse whole = folded(dialect, stream, stream.length);
          for (int cut = 0; cut < stream.length; cut++) {
            assertThat(folded(dialect, stream, cut)).as("%s at %d", name, cut).isEqualTo(whole);
          }
        });
  }

  private static byte[] streamed(Dialect dialect, ChatResponse answer) {
    EventWriter writer = dialect.writeEvents(AT, true);
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    answer.events().forEach(event -> stream.writeBytes(writer.write(event)));
    return stream.toByteArray();
  }

  private static ChatResponse folded(Dialect dialect, byte[] stream, int cut) {
    ResponseFold fold = new ResponseFold();
    EventReader reader = dialect.readEvents(LIMIT);
    reader.read(stream, 0, cut, fold);
    reader.read(stream, cut, stream.length - cut, fold);
    reader.end(fold);
    return fold.response();
  }

  @Provide
  Arbitrary<ChatRequest> requests() {
    return Combinators.combine(
            conversations(), parameters(), tools(), outputs(), Arbitraries.of(true, false))
        .as((messages, parameters, tools, output, stream) ->
            ChatRequest.of("m", messages)
                .withParameters(parameters)
                .withTools(tools, tools.isEmpty() ? null : choice(parameters, tools))
                .withOutput(output)
                .withStream(stream));
  }

  /// Any choice, bound to another value so that all come up.
  private static @Nullable ToolChoice choice(Parameters parameters, List<Tool> tools) {
    Integer most = parameters.maxTokens();
    return switch (most == null ? 0 : most % 4) {
      case 1 -> new ToolChoice.Auto();
      case 2 -> new ToolChoice.Required();
      case 3 -> new ToolChoice.Named(tools.getFirst().name());
      default -> null;
    };
  }

  private static Arbitrary<List<Message>> conversations() {
    return Combinators.combine(words().injectNull(0.5), words(), turns().list().ofMaxSize(3))
        .as((system, question, turns) -> {
          List<Message> messages = new ArrayList<>();
          if (system != null) {
            messages.add(Message.system(system));
          }
          messages.add(Message.user(question));
          turns.forEach(messages::addAll);
          return messages;
        });
  }

  /// What the assistant says and what is answered.
  private static Arbitrary<List<Message>> turns() {
    Arbitrary<List<Message>> talk =
        Combinators.combine(words(), words())
            .as((answer, next) -> List.of(Message.assistant(answer), Message.user(next)));
    Arbitrary<List<Message>> picture =
        words()
            .map(text ->
                List.of(
                    Message.assistant("Show me."),
                    new Message(
                        Message.Role.USER,
                        List.of(
                            new Part.Text(text),
                            new Part.Image(new Part.Source.Base64("image/png", "AAAA"))))));
    Arbitrary<List<Message>> call =
        Combinators.combine(names(), names(), objects(), words())
            .as((id, name, arguments, result) ->
                List.of(
                    new Message(
                        Message.Role.ASSISTANT,
                        List.of(new Part.ToolCall("call_" + id, name, arguments))),
                    new Message(
                        Message.Role.USER,
                        List.of(
                            new Part.ToolResult(
                                "call_" + id, List.of(new Part.Text(result)), false)))));
    return Arbitraries.oneOf(talk, picture, call);
  }

  private static Arbitrary<Parameters> parameters() {
    Arbitrary<@Nullable BigDecimal> share =
        Arbitraries.of(new BigDecimal("0.25"), new BigDecimal("0.9"), BigDecimal.ONE)
            .injectNull(0.5);
    return Combinators.combine(
            Arbitraries.integers().between(1, 4_000).injectNull(0.3),
            share,
            share,
            Arbitraries.longs().between(0, 1_000).injectNull(0.7),
            Arbitraries.of(List.<String>of(), List.of("END"), List.of("a", "b")),
            Arbitraries.of("low", "high", "none").injectNull(0.7))
        .as((most, temperature, topP, seed, stop, effort) ->
            Parameters.builder()
                .maxTokens(most)
                .temperature(temperature)
                .topP(topP)
                .seed(seed)
                .stop(stop)
                .reasoningEffort(effort)
                .build());
  }

  private static Arbitrary<List<Tool>> tools() {
    return Combinators.combine(names(), words().injectNull(0.3))
        .as((name, description) ->
            new Tool(
                name,
                description,
                (Json.Obj)
                    Json.parse(
                        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}"),
                true))
        .list()
        .ofMaxSize(2)
        .uniqueElements(Tool::name);
  }

  private static Arbitrary<OutputFormat> outputs() {
    return Arbitraries.of(
        new OutputFormat.Text(),
        new OutputFormat.Text(),
        new OutputFormat.AnyJson(),
        new OutputFormat.Schema(
            "answer", null, (Json.Obj) Json.parse("{\"type\":\"object\"}"), null));
  }

  @Provide
  Arbitrary<ChatResponse> answers() {
    return Combinators.combine(
            names().injectNull(0.2),
            parts().list().ofMaxSize(4),
            Arbitraries.of(StopReason.class),
            usages())
        .as((id, parts, stop, usage) ->
            new ChatResponse(id, "m", inOrder(parts), stop, null, null, usage, List.of()));
  }

  /// Reasoning, then one text, then calls: the order that every format has a place for.
  private static List<Part> inOrder(List<Part> parts) {
    List<Part> ordered = new ArrayList<>();
    parts.stream().filter(part -> part instanceof Part.Thinking).limit(1).forEach(ordered::add);
    parts.stream().filter(part -> part instanceof Part.Text).limit(1).forEach(ordered::add);
    Set<String> ids = new HashSet<>();
    parts.stream()
        .filter(part -> part instanceof Part.ToolCall call && ids.add(call.id()))
        .forEach(ordered::add);
    return ordered;
  }

  private static Arbitrary<Part> parts() {
    return Arbitraries.oneOf(
        words().map(Part.Text::new),
        Combinators.combine(words(), names().injectNull(0.5)).as(Part.Thinking::new),
        Combinators.combine(names(), names(), objects()).as(Part.ToolCall::new));
  }

  private static Arbitrary<Json> objects() {
    return Arbitraries.of(
        Json.object(), Json.parse("{\"a\":[1,{\"b\":\"\\u00fc\"}]}"), Json.parse("{\"a\":\"\"}"));
  }

  private static Arbitrary<Usage> usages() {
    Arbitrary<@Nullable Long> count = Arbitraries.longs().between(0, 100_000).injectNull(0.3);
    return Combinators.combine(count, count, count, count)
        .as((in, read, out, reasoning) ->
            new Usage(in, read, null, null, out, reasoning, Usage.Source.REPORTED));
  }

  private static Arbitrary<String> names() {
    return Arbitraries.strings().alpha().numeric().ofMinLength(1).ofMaxLength(9);
  }

  /// Text of any script, with no lone halves of characters.
  private static Arbitrary<String> words() {
    return Arbitraries.oneOf(
        Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(12),
        Arbitraries.of("ü", "👋 你好", "a\nb\r\n", "\"quoted\\\"", "{\"json\":1}", " x ", "data: x"));
  }
}
