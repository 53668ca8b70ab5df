package dev.fairway.gateway.chat;

import dev.fairway.gateway.keys.Caller;
import dev.fairway.gateway.snapshot.GatewaySnapshot;
import dev.fairway.gateway.snapshot.ServedModel;
import dev.fairway.inference.chat.EmbeddingRequest;
import dev.fairway.inference.chat.EmbeddingResponse;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.dialect.Operation;
import dev.fairway.inference.dialect.Operations;
import dev.fairway.inference.dialect.Payload;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Embeddings, in OpenAI's format, by providers of any format and by models of this process.
final class EmbeddingsEndpoint {
  static final Operation<EmbeddingRequest, EmbeddingResponse> FORMAT =
      Objects.requireNonNull(Operations.embeddings().get("openai"));
  private static final int LETTERS_PER_TOKEN = 4;

  private final Admission admission;
  private final InstantSource clock;

  EmbeddingsEndpoint(Admission admission, InstantSource clock) {
    this.admission = admission;
    this.clock = clock;
  }

  void handle(Answering answering, Caller caller, GatewaySnapshot snapshot) {
    EmbeddingRequest request;
    try {
      request =
          FORMAT.readRequest(
              "/embeddings", new Payload("application/json", answering.exchange().body()));
    } catch (ModelFailureException e) {
      answering.refuse(new Refusal.Provider(e.failure()));
      return;
    }
    answering.about("embeddings", request.model(), false);
    Optional<ServedModel> model = snapshot.model(caller.namespace(), request.model());
    if (!caller.may(Caller.Scope.EMBEDDINGS)) {
      answering.refuse(new Refusal.NotAllowed("this key may not be used for embeddings"));
    } else if (!caller.mayCall(request.model())) {
      answering.refuse(
          new Refusal.NotAllowed("this key may not call the model " + request.model()));
    } else if (model.isEmpty()) {
      answering.refuse(Refusal.unknownModel(request.model()));
    } else {
      admit(answering, caller, request, model.get());
    }
  }

  private void admit(
      Answering answering, Caller caller, EmbeddingRequest request, ServedModel model) {
    long in = tokens(request);
    switch (admission.admit(caller, model, in, 0)) {
      case Admission.Denied(var refusal) -> answering.refuse(refusal);
      case Admission.Reservation(var settling) ->
          new EmbeddingsCall(answering, request, model, in, settling, clock).start();
    }
  }

  private static long tokens(EmbeddingRequest request) {
    long letters = request.input().stream().mapToLong(String::length).sum();
    long given = request.tokens().stream().mapToLong(List::size).sum();
    return given + letters / LETTERS_PER_TOKEN + 1;
  }
}
