package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.access.Authorizer;
import dev.fairway.apiserver.access.User;
import dev.fairway.apiserver.json.JsonSyntax;
import dev.fairway.apiserver.pipeline.Definitions.Routes;
import dev.fairway.apiserver.store.ResourceStore;
import dev.fairway.apiserver.store.Stored;
import dev.fairway.apiserver.types.BuiltinTypes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One request from target to answer. Knows nothing of HTTP libraries: a listener hands it an
/// [ApiRequest] on a virtual thread and writes out the [ApiAnswer]. Any thread.
public final class RequestPipeline implements AutoCloseable {
  private static final Duration SHORTEST_WATCH = Duration.ofMinutes(30);

  private final ResourceStore store;
  private final Clock clock;
  private final RandomGenerator random;
  private final Authentication authentication;
  private final Access access;
  private final Definitions definitions;
  private final Lists lists;
  private final ObjectWrites writes;
  private final Deletions deletions;
  private final Scales scales;
  private final Reviews reviews;
  private final TokenRequests tokenRequests;
  private final EventTexts eventTexts = new EventTexts();
  private final OpenWatches openWatches = new OpenWatches();

  /// What a pipeline works with.
  ///
  /// @param tokens answers TokenReviews
  /// @param issuer answers TokenRequests
  public record Parts(
      ResourceStore store,
      BuiltinTypes types,
      Clock clock,
      RandomGenerator random,
      Authentication authentication,
      Authorizer authorizer,
      TokenCheck tokens,
      TokenIssuer issuer) {}

  public RequestPipeline(Parts parts) {
    store = parts.store();
    clock = parts.clock();
    random = parts.random();
    authentication = parts.authentication();
    access = new Access(parts.authorizer());
    Bodies bodies = new Bodies(parts.types()::decode);
    Preparation preparation = new Preparation(clock, random);
    definitions = new Definitions(store, parts.types(), BuiltIns.all(parts.types()), preparation);
    lists = new Lists(store);
    writes = new ObjectWrites(store, new ObjectInput(bodies), preparation, clock);
    deletions = new Deletions(store, lists, bodies, preparation);
    scales = new Scales(store, writes, bodies);
    reviews = new Reviews(parts.authorizer(), parts.tokens(), bodies);
    tokenRequests = new TokenRequests(store, parts.issuer(), clock, bodies);
  }

  /// Answers a request from outside.
  public ApiAnswer handle(ApiRequest request) {
    try {
      User caller = authentication.user(request).orElseThrow(ApiFailure::unauthorized);
      User user = access.impersonated(caller, request);
      RequestTarget target = RequestTarget.of(request);
      access.require(user, target, request);
      return answer(request, target, user);
    } catch (ApiFailure e) {
      return Answers.failure(e);
    } catch (JsonSyntax e) {
      return Answers.failure(ApiFailure.badRequest(String.valueOf(e.getMessage())));
    }
  }

  /// Answers a request from inside the process, as this user and without asking what it may do.
  public ApiAnswer handleAs(User user, ApiRequest request) {
    try {
      return answer(request, RequestTarget.of(request), user);
    } catch (ApiFailure e) {
      return Answers.failure(e);
    } catch (JsonSyntax e) {
      return Answers.failure(ApiFailure.badRequest(String.valueOf(e.getMessage())));
    }
  }

  /// What is served at this moment.
  public ServedResources served() {
    return definitions.routes().served();
  }

  /// Ends all watches, also those still to come.
  @Override
  public void close() {
    openWatches.end();
  }

  private ApiAnswer answer(ApiRequest request, RequestTarget target, User user) {
    Routes routes = definitions.routes();
    if (!target.resourceRequest()) {
      return PlainPaths.answer(request, routes);
    }
    @Nullable ServedResource resource = routes.served().find(target).orElse(null);
    if (resource == null || unknownSubresource(resource, target)) {
      return unknown(routes.served(), target);
    }
    if (resource.custom() && outsideNamespace(resource, target)) {
      return PlainPaths.notFound();
    }
    requirePlace(resource, target);
    List<String> warnings = new ArrayList<>();
    if (!resource.deprecation().isEmpty()) {
      warnings.add(resource.deprecation());
    }
    Call call = new Call(request, target, resource, routes.served(), user, warnings);
    return Answers.with(
        answerOrFailure(call), "Warning", warnings.stream().map(Answers::warning).toList());
  }

  /// Warnings go with refusals too, so this is no exception any more.
  private ApiAnswer answerOrFailure(Call call) {
    try {
      return answer(call);
    } catch (ApiFailure e) {
      return Answers.failure(e);
    }
  }

  /// An object, or a new one, of a namespace without that namespace.
  private static boolean outsideNamespace(ServedResource resource, RequestTarget target) {
    boolean collection = target.verb().equals("list") || target.verb().equals("watch");
    return resource.namespaced() && target.namespace().isEmpty() && !collection;
  }

  /// Not every verb makes sense at every path: a POST needs a collection, a PUT an object, and an
  /// object of a namespace needs that namespace.
  private static void requirePlace(ServedResource resource, RequestTarget target) {
    boolean named = !target.name().isEmpty();
    boolean outside = resource.namespaced() && target.namespace().isEmpty();
    if (named && outside) {
      throw ApiFailure.noSuchResource();
    }
    boolean fits =
        switch (target.verb()) {
          case "create" ->
              named == !target.subresource().isEmpty() && (!outside || resource.virtual());
          case "update", "patch" -> named;
          case "deletecollection" -> !outside;
          default -> true;
        };
    if (!fits || !resource.allows(target)) {
      throw ApiFailure.methodNotAllowed();
    }
  }

  /// As upstream: a `Status` below a built-in version, plain text anywhere else.
  private static ApiAnswer unknown(ServedResources served, RequestTarget target) {
    boolean builtIn =
        served
            .group(target.group())
            .filter(group -> !group.resources(group.preferred()).getFirst().custom())
            .isPresent();
    if (builtIn) {
      throw ApiFailure.noSuchResource();
    }
    return PlainPaths.notFound();
  }

  private static boolean unknownSubresource(ServedResource resource, RequestTarget target) {
    return !target.subresource().isEmpty() && resource.subresource(target.subresource()).isEmpty();
  }

  private ApiAnswer answer(Call call) {
    Representation form = Representation.negotiate(call.request());
    Rendering rendering = new Rendering(call.resource(), form, clock);
    if (call.resource().virtual()) {
      return json(201, form, plain(call, form).one(reviews.answer(call)));
    }
    switch (call.target().subresource()) {
      case "scale" -> {
        return scale(call, form);
      }
      case "token" -> {
        return json(201, form, plain(call, form).one(tokenRequests.answer(call)));
      }
      default -> {}
    }
    return switch (call.target().verb()) {
      case "get" -> json(200, form, rendering.one(get(call)));
      case "list" -> json(200, form, list(call, rendering));
      case "watch" -> watch(call, rendering);
      case "delete" -> delete(call, rendering);
      case "deletecollection" -> deleteCollection(call, rendering);
      default -> write(call, rendering);
    };
  }

  private Stored get(Call call) {
    ListQuery query = ListQuery.of(call.request(), false);
    return lists.notOlderThan(query.version()).get(call.key()).orElseThrow(call::notFound);
  }

  private byte[] list(Call call, Rendering rendering) {
    ListQuery query = ListQuery.of(call.request(), false);
    return lists.list(call.resource(), selection(call), query, rendering);
  }

  private static Selection selection(Call call) {
    return Selection.of(call.request(), call.resource(), call.target());
  }

  private ApiAnswer watch(Call call, Rendering rendering) {
    ListQuery query = ListQuery.of(call.request(), true);
    WatchStream stream =
        new WatchStream(
            store,
            call.resource(),
            selection(call),
            query,
            rendering,
            eventTexts,
            openWatches,
            timeout(call.request()));
    return new ApiAnswer.Streamed(200, Map.of("Content-Type", List.of("application/json")), stream);
  }

  /// What the client asks for, else between half an hour and an hour, so that not all come back at
  /// once.
  private Duration timeout(ApiRequest request) {
    String asked = request.parameter("timeoutSeconds").orElse("");
    long seconds = asked.isEmpty() ? 0 : Math.max(0, ListQuery.version(asked));
    return seconds > 0
        ? Duration.ofSeconds(Math.min(seconds, Duration.ofDays(1).toSeconds()))
        : SHORTEST_WATCH.plusSeconds(random.nextLong(SHORTEST_WATCH.toSeconds()));
  }

  private ApiAnswer write(Call call, Rendering rendering) {
    WriteOptions options = WriteOptions.of(call.request(), call.target());
    ObjectWrites.Outcome outcome =
        switch (call.target().verb()) {
          case "create" -> writes.create(call, options);
          case "update" -> writes.update(call, options);
          default ->
              Patches.isApply(call.request())
                  ? writes.apply(call, options)
                  : writes.patch(call, options);
        };
    settle(call);
    Stored stored = outcome.stored();
    byte[] body =
        stored == null ? rendering.one(outcome.object()) : rendering.one(newest(call, stored));
    return json(outcome.status(), rendering.form(), body);
  }

  private ApiAnswer delete(Call call, Rendering rendering) {
    WriteOptions query = WriteOptions.of(call.request(), call.target());
    Deletions.Options options = deletions.options(call, query);
    Deletions.Outcome outcome = deletions.delete(call, call.key(), options);
    settle(call);
    if (outcome.gone()) {
      return Answers.json(200, Deletions.success(call, outcome.object()));
    }
    Stored stored = outcome.stored();
    byte[] body = stored == null ? rendering.one(outcome.object()) : rendering.one(stored);
    return json(200, rendering.form(), body);
  }

  private ApiAnswer deleteCollection(Call call, Rendering rendering) {
    WriteOptions query = WriteOptions.of(call.request(), call.target());
    Deletions.Options options = deletions.options(call, query);
    Lists.Page page =
        deletions.deleteAll(
            call,
            selection(call),
            ListQuery.of(call.request(), false),
            options,
            rendering.reader());
    settle(call);
    return json(200, rendering.form(), rendering.list(page.items(), page.metadata()));
  }

  private ApiAnswer scale(Call call, Representation form) {
    WriteOptions options = WriteOptions.of(call.request(), call.target());
    Map<String, Object> scale =
        switch (call.target().verb()) {
          case "get" -> scales.get(call);
          case "update" -> scales.update(call, options);
          default -> scales.patch(call, options);
        };
    return json(200, form, plain(call, form).one(scale));
  }

  /// A definition that was written decides what is served, before the client hears of it.
  private void settle(Call call) {
    if (Definitions.concerns(call.resource().type())) {
      definitions.changed();
    }
  }

  private Stored newest(Call call, Stored stored) {
    return Definitions.concerns(call.resource().type())
        ? store.snapshot().get(stored.key()).orElse(stored)
        : stored;
  }

  private Rendering plain(Call call, Representation form) {
    return new Rendering(call.resource(), form.objectsOnly(), clock);
  }

  private static ApiAnswer json(int status, Representation form, byte[] body) {
    return Answers.of(status, form.contentType(), body);
  }
}
