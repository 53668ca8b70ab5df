package dev.fairway.gateway.chat;

import dev.fairway.gateway.keys.Caller;
import dev.fairway.gateway.snapshot.GatewaySnapshot;
import dev.fairway.gateway.snapshot.ServedModel;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Usage;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The list of the models a key may call, and one of them, in the shape of the caller's API.
final class ModelsEndpoint {
  void list(Answering answering, Caller caller, GatewaySnapshot snapshot) {
    answering.about("models", "", false);
    List<Json> models =
        snapshot.models(caller.namespace()).stream()
            .filter(entry -> caller.mayCall(entry.getKey()))
            .<Json>map(entry -> shown(answering.api(), entry.getKey(), entry.getValue()))
            .toList();
    answer(answering, listed(answering.api(), models));
  }

  void one(Answering answering, Caller caller, GatewaySnapshot snapshot, String name) {
    answering.about("models", name, false);
    Optional<ServedModel> model =
        caller.mayCall(name) ? snapshot.model(caller.namespace(), name) : Optional.empty();
    if (model.isEmpty()) {
      answering.refuse(Refusal.unknownModel(name));
    } else {
      answer(answering, shown(answering.api(), name, model.get()));
    }
  }

  private static void answer(Answering answering, Json.Obj body) {
    answering.answer("application/json", body.utf8(), null, Usage.of(0, 0));
  }

  private static Json.Obj listed(CallerApi api, List<Json> models) {
    return switch (api) {
      case OPENAI -> Json.object("object", new Json.Str("list")).with("data", new Json.Arr(models));
      case ANTHROPIC ->
          Json.object("data", new Json.Arr(models))
              .with("has_more", new Json.Bool(false))
              .with("first_id", models.isEmpty() ? new Json.Null() : id(models.getFirst()))
              .with("last_id", models.isEmpty() ? new Json.Null() : id(models.getLast()));
    };
  }

  private static Json id(Json model) {
    return model instanceof Json.Obj(Map<String, Json> fields)
        ? fields.getOrDefault("id", new Json.Null())
        : new Json.Null();
  }

  private static Json.Obj shown(CallerApi api, String name, ServedModel model) {
    return switch (api) {
      case OPENAI ->
          Json.object("id", new Json.Str(name))
              .with("object", new Json.Str("model"))
              .with("created", new Json.Num(model.created().getEpochSecond()))
              .with("owned_by", new Json.Str(model.owner()));
      case ANTHROPIC ->
          Json.object("type", new Json.Str("model"))
              .with("id", new Json.Str(name))
              .with("display_name", new Json.Str(name))
              .with("created_at", new Json.Str(model.created().toString()));
    };
  }
}
