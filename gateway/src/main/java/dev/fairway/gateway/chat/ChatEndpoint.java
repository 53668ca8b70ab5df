package dev.fairway.gateway.chat;

import dev.fairway.gateway.keys.Caller;
import dev.fairway.gateway.snapshot.GatewaySnapshot;
import dev.fairway.gateway.snapshot.ServedModel;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.dialect.Dialect;
import dev.fairway.inference.routing.Ability;
import dev.fairway.inference.routing.CallNeeds;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Chat completions, messages and responses: one call each, in the caller's format.
final class ChatEndpoint {
  private static final int USUAL_ANSWER = 4_096;
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final Admission admission;
  private final InstantSource clock;

  ChatEndpoint(Admission admission, InstantSource clock) {
    this.admission = admission;
    this.clock = clock;
  }

  /// @param path where a provider of this format takes such a call, below its base URL
  void handle(
      Answering answering, Caller caller, GatewaySnapshot snapshot, Dialect dialect, String path) {
    ChatBody body;
    Integer limit;
    try {
      body = new ChatBody(answering.exchange(), path, dialect);
      limit = body.maxTokens();
    } catch (ModelFailureException e) {
      answering.refuse(new Refusal.Provider(e.failure()));
      return;
    }
    answering.about("chat", body.model(), body.isStream());
    Optional<Refusal> refused = refused(caller, body.model());
    if (refused.isPresent()) {
      answering.refuse(refused.get());
      return;
    }
    Optional<ServedModel> model = snapshot.model(caller.namespace(), body.model());
    if (model.isEmpty()) {
      answering.refuse(Refusal.unknownModel(body.model()));
      return;
    }
    admit(answering, caller, body, model.get(), limit);
  }

  private static Optional<Refusal> refused(Caller caller, String model) {
    if (!caller.may(Caller.Scope.CHAT)) {
      return Optional.of(new Refusal.NotAllowed("this key may not be used for chats"));
    }
    if (!caller.mayCall(model)) {
      return Optional.of(new Refusal.NotAllowed("this key may not call the model " + model));
    }
    return Optional.empty();
  }

  private void admit(
      Answering answering,
      Caller caller,
      ChatBody body,
      ServedModel model,
      @Nullable Integer limit) {
    long in = body.estimatedInput();
    long out = limit == null ? USUAL_ANSWER : limit;
    CallNeeds needs;
    try {
      needs = needs(body, model, caller).withTokens(in, out);
    } catch (ModelFailureException e) {
      answering.refuse(new Refusal.Provider(e.failure()));
      return;
    }
    switch (admission.admit(caller, model, in, out)) {
      case Admission.Denied(var refusal) -> answering.refuse(refusal);
      case Admission.Reservation(var settling) ->
          new ChatCall(answering, body, model, needs, settling, limit(answering), clock).start();
    }
  }

  /// What a call needs is read only where the targets differ in what they can.
  private static CallNeeds needs(ChatBody body, ServedModel model, Caller caller) {
    boolean alike =
        model.router().route().targets().stream()
            .allMatch(target -> target.abilities().size() == Ability.values().length);
    CallNeeds needs = alike ? CallNeeds.NOTHING : CallNeeds.of(body.read());
    return model.router().route().experiment() == null ? needs : needs.withSubject(caller.keyId());
  }

  /// A caller may shorten the time, never lengthen it.
  private static Duration limit(Answering answering) {
    String asked = answering.exchange().header("x-stainless-timeout");
    if (asked == null || !asked.matches("[1-9][0-9]{0,5}")) {
      return LONGEST;
    }
    Duration wanted = Duration.ofSeconds(Long.parseLong(asked));
    return wanted.compareTo(LONGEST) < 0 ? wanted : LONGEST;
  }
}
