package dev.fairway.operator.inference;

import dev.fairway.api.v1.FreeJson;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.Extras;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Message;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.Tool;
import dev.fairway.inference.chat.ToolChoice;
import dev.fairway.operator.conditions.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads `spec.inputContext` and `spec.parameters` into a [ChatRequest]. Keys it does not know go
/// along as extras, which the provider's dialect passes on or refuses.
///
/// `system` comes first, then `messages`; `prompt`, `text`, documents, images and audio make the
/// last user turn, in this order.
final class ChatInput {
  static final String INPUT = "spec.inputContext";

  private final List<Message> messages = new ArrayList<>();
  private final List<Part> lastTurn = new ArrayList<>();
  private final List<Tool> tools = new ArrayList<>();
  private final Map<String, Json> extras = new LinkedHashMap<>();
  private @Nullable ToolChoice toolChoice;

  private ChatInput() {}

  /// @throws Refusal naming the field that is wrong
  static ChatRequest read(String model, FreeJson inputContext, @Nullable FreeJson parameters) {
    ChatInput input = new ChatInput();
    Field root = new Field(INPUT, Json.parse(inputContext.toString()));
    if (root.object().fields().isEmpty()) throw root.wrong("must have at least one property");
    input.readInOrder(root);
    ChatParameters read = ChatParameters.read(parameters, input.extras);
    return ChatRequest.of(model, input.conversation(root))
        .withParameters(read.parameters())
        .withTools(input.tools, input.toolChoice)
        .withExtras(Extras.of(input.extras));
  }

  private void readInOrder(Field root) {
    root.optional("system").ifPresent(this::addSystem);
    root.optional("messages").ifPresent(this::addMessages);
    root.optional("prompt").ifPresent(prompt -> lastTurn.add(new Part.Text(prompt.textNotBlank())));
    root.optional("text").ifPresent(text -> lastTurn.add(new Part.Text(text.textNotBlank())));
    root.optional("documents").ifPresent(this::addDocuments);
    root.optional("image_url").ifPresent(this::addImageUrls);
    root.optional("image_data").ifPresent(this::addImageData);
    root.optional("audio_data").ifPresent(this::addAudioData);
    root.optional("tools").ifPresent(this::addTools);
    root.optional("tool_choice").ifPresent(choice -> toolChoice = toolChoice(choice));
    for (Field field : root.fields()) addUnknown(field);
  }

  private void addUnknown(Field field) {
    switch (field.name()) {
      case "system", "messages", "prompt", "text", "documents" -> {}
      case "image_url", "image_data", "audio_data", "tools", "tool_choice" -> {}
      case "input" ->
          throw field.wrong(
              "is for embedding models; ask a chat model with text, prompt or messages");
      default -> extras.put(field.name(), field.value());
    }
  }

  private List<Message> conversation(Field root) {
    List<Message> all = new ArrayList<>(messages);
    if (!lastTurn.isEmpty()) all.add(new Message(Message.Role.USER, lastTurn));
    if (all.stream().allMatch(message -> message.role() == Message.Role.SYSTEM)) {
      throw root.wrong(
          "says nothing to the model: give text, prompt, messages, image_url, image_data or audio_data");
    }
    return all;
  }

  private void addSystem(Field system) {
    messages.add(new Message(Message.Role.SYSTEM, ContentParts.read(system)));
  }

  private void addMessages(Field list) {
    for (Field message : list.itemsNotEmpty()) {
      Message.Role role = role(message.required("role"));
      messages.add(new Message(role, ContentParts.read(message.required("content"))));
    }
  }

  private static Message.Role role(Field role) {
    return switch (role.text()) {
      case "user" -> Message.Role.USER;
      case "assistant" -> Message.Role.ASSISTANT;
      case "system", "developer" -> Message.Role.SYSTEM;
      default -> throw role.wrong("must be user, assistant or system, is " + role.text());
    };
  }

  private void addDocuments(Field documents) {
    for (Field document : documents.items()) lastTurn.add(ContentParts.document(document));
  }

  private void addImageUrls(Field images) {
    List<Field> urls = images.isList() ? images.items() : List.of(images);
    for (Field url : urls) lastTurn.add(ContentParts.imageUrl(url));
  }

  private void addImageData(Field images) {
    List<Field> all = images.isList() ? images.items() : List.of(images);
    for (Field image : all) lastTurn.add(new Part.Image(ContentParts.data(image)));
  }

  private void addAudioData(Field sounds) {
    List<Field> all = sounds.isList() ? sounds.items() : List.of(sounds);
    for (Field sound : all) lastTurn.add(new Part.Audio(ContentParts.audio(sound)));
  }

  /// Both usual shapes: the function itself, or wrapped as `{type: function, function: {...}}`.
  private void addTools(Field list) {
    for (Field item : list.items()) {
      Field tool = item.optional("function").orElse(item);
      Json.Obj schema =
          tool.optional("parameters")
              .or(() -> tool.optional("input_schema"))
              .map(Field::object)
              .orElseGet(() -> Json.object("type", new Json.Str("object")));
      tools.add(
          new Tool(
              tool.required("name").textNotBlank(),
              tool.optional("description").map(Field::text).orElse(null),
              schema,
              tool.optional("strict").map(Field::bool).orElse(null)));
    }
  }

  private static ToolChoice toolChoice(Field choice) {
    if (!choice.isText()) {
      Field named = choice.optional("function").orElse(choice);
      return new ToolChoice.Named(named.required("name").textNotBlank());
    }
    return switch (choice.text()) {
      case "auto" -> new ToolChoice.Auto();
      case "none" -> new ToolChoice.None();
      case "required", "any" -> new ToolChoice.Required();
      default ->
          throw choice.wrong("must be auto, none, required or {name: ...}, is " + choice.text());
    };
  }
}
