package dev.fairway.operator.inference;

import dev.fairway.api.v1.Delivery;
import dev.fairway.api.v1.ModelInferenceRequest;
import dev.fairway.api.v1.ModelInferenceRequestSpec;
import dev.fairway.api.v1.ParameterPolicy;
import dev.fairway.api.v1.ProviderType;
import dev.fairway.inference.catalog.Task;
import dev.fairway.inference.chat.CallContext.Unsupported;
import dev.fairway.inference.chat.ChatModel;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.EmbeddingRequest;
import dev.fairway.inference.provider.Credential;
import dev.fairway.operator.conditions.Refusal;
import dev.fairway.operator.credentials.Keys;
import dev.fairway.operator.model.Models;
import dev.fairway.operator.provider.BuiltIn;
import dev.fairway.operator.provider.RefFields;
import dev.fairway.operator.provider.RemoteModels;
import dev.fairway.operator.provider.Target;
import dev.fairway.operator.route.Routed;
import dev.fairway.operator.route.Routes;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns a spec into a call, or says what is wrong with it.
record Preparation(Models models, Routes routes, Keys keys, RemoteModels remote) {
  /// Servers of one's own, which often want no key.
  private static final Set<ProviderType> KEYLESS =
      EnumSet.of(ProviderType.OPENAI_COMPATIBLE, ProviderType.OLLAMA, ProviderType.KSERVE);

  /// @throws Refusal naming the field
  PreparedCall prepare(ModelInferenceRequest request) {
    ModelInferenceRequestSpec spec = request.getSpec();
    String namespace = request.getMetadata().getNamespace();
    if (spec.output().delivery() == Delivery.STORE) {
      throw new Refusal(
          "NotSupported",
          "spec.outputSpec.delivery: Store needs a result store, which this operator does not have;"
              + " use Inline or ConfigMap");
    }
    Optional<Routed> route = route(spec, namespace);
    if (route.isPresent()) return routed(route.get(), spec, namespace);
    Target target = models.find(spec.modelRef(), namespace, RefFields.REQUEST);
    Unsupported unsupported =
        spec.parameterPolicy() == ParameterPolicy.LENIENT ? Unsupported.DROP : Unsupported.REFUSE;
    return new PreparedCall(new Asked.One(target), question(target, spec, namespace), unsupported);
  }

  private Optional<Routed> route(ModelInferenceRequestSpec spec, String namespace) {
    return spec.modelRef().provider() == null
        ? routes.find(spec.modelRef().name(), namespace)
        : Optional.empty();
  }

  /// A target that lacks its key is left out, as long as there is another. A key of the request
  /// would go to all of them, so it is not taken.
  private PreparedCall routed(Routed route, ModelInferenceRequestSpec spec, String namespace) {
    if (spec.authSecretRef() != null) {
      throw new Refusal(
          "InvalidInput",
          "spec.authSecretRef: ModelRoute %s uses the keys of its ModelProviders; leave it out"
              .formatted(route.name()));
    }
    ChatRequest request = chat(route.name(), spec);
    Map<String, ChatModel> chats = new HashMap<>();
    Refusal first = null;
    for (Map.Entry<String, Target> target : route.targets().entrySet()) {
      try {
        if (question(target.getValue(), spec, namespace) instanceof Question.Chat(var chat, _)) {
          chats.put(target.getKey(), chat);
        }
      } catch (Refusal refusal) {
        first = refusal;
      }
    }
    if (first != null && chats.isEmpty()) throw first;
    boolean lenient = route.lenient() || spec.parameterPolicy() == ParameterPolicy.LENIENT;
    return new PreparedCall(
        new Asked.Route(route.name()),
        new Question.RoutedChat(route, chats, request),
        lenient ? Unsupported.DROP : Unsupported.REFUSE);
  }

  private Question question(Target target, ModelInferenceRequestSpec spec, String namespace) {
    return switch (target) {
      case Target.Local local -> {
        if (spec.authSecretRef() != null) key(spec, namespace);
        yield ofLocal(local, spec);
      }
      case Target.Remote there when embeds(there, spec) -> {
        EmbeddingRequest texts = texts(there, spec);
        yield new Question.Embedding(
            remote.openEmbeddings(there.spec(), key(spec, namespace, there)), texts);
      }
      case Target.Remote there -> {
        ChatRequest chat = chat(there.model(), spec);
        yield new Question.Chat(
            remote.open(there.spec(), key(spec, namespace, there), there.known()), chat);
      }
    };
  }

  /// Few say of their own models what they are for, so what is asked decides as well.
  private static boolean embeds(Target.Remote there, ModelInferenceRequestSpec spec) {
    return there.known().task() == Task.EMBEDDINGS || spec.inputContext().at("input").isPresent();
  }

  private static Question ofLocal(Target.Local local, ModelInferenceRequestSpec spec) {
    return switch (local.builtIn()) {
      case BuiltIn.Chat(var model, _) -> new Question.Chat(model, chat(local.model(), spec));
      case BuiltIn.Embeddings(var model, _) ->
          new Question.Embedding(model, EmbeddingInput.onlyTexts(texts(local, spec)));
    };
  }

  private static EmbeddingRequest texts(Target target, ModelInferenceRequestSpec spec) {
    return EmbeddingInput.read(target.model(), spec.inputContext(), spec.parameters());
  }

  private static ChatRequest chat(String model, ModelInferenceRequestSpec spec) {
    return ChatInput.read(model, spec.inputContext(), spec.parameters())
        .withOutput(OutputCheck.of(spec.output()).asked());
  }

  private @Nullable Credential key(
      ModelInferenceRequestSpec spec, String namespace, Target.Remote there) {
    if (spec.authSecretRef() != null) return key(spec, namespace);
    if (there.spec().credentialsSecretRef() != null && there.home() != null) {
      String field = "ModelProvider " + there.provider() + ": spec.credentialsSecretRef";
      return keys.read(field, there.spec().credentialsSecretRef(), there.home());
    }
    Optional<Credential> usual =
        there.home() == null ? keys.usual(there.provider()) : Optional.empty();
    if (usual.isPresent()) return usual.get();
    if (KEYLESS.contains(there.spec().type())) return null;
    throw new Refusal(
        "SecretNotFound",
        "spec.authSecretRef: provider %s needs a key; name a Secret here, or in spec.credentialsSecretRef of a ModelProvider"
            .formatted(there.provider()));
  }

  private Credential key(ModelInferenceRequestSpec spec, String namespace) {
    if (spec.authSecretRef() == null) throw new IllegalStateException("no reference to read");
    return keys.read("spec.authSecretRef", spec.authSecretRef(), namespace);
  }
}
