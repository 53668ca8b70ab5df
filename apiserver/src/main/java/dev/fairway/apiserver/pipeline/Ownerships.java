package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.apply.FieldSet;
import dev.fairway.apiserver.apply.ServerSideApply;
import dev.fairway.apiserver.apply.Versions;
import dev.fairway.apiserver.apply.WriteContext;
import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.schema.MergeType;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells the bookkeeping of managed fields what it must know of a call.
final class Ownerships {
  private final Clock clock;

  Ownerships(Clock clock) {
    this.clock = clock;
  }

  Map<String, Object> recordUpdate(
      Call call,
      WriteOptions options,
      @Nullable Map<String, Object> live,
      Map<String, Object> next) {
    return ServerSideApply.recordUpdate(live, next, context(call, options));
  }

  Map<String, Object> apply(
      Call call,
      WriteOptions options,
      @Nullable Map<String, Object> live,
      Map<String, Object> configuration) {
    return ServerSideApply.apply(live, configuration, options.force(), context(call, options));
  }

  private WriteContext context(Call call, WriteOptions options) {
    ServedResource resource = call.resource();
    return new WriteContext(
        options.manager(),
        resource.apiVersion(),
        resource.kind(),
        call.target().subresource(),
        clock.instant(),
        ignored(call),
        resource.rules().blank(),
        new ServedVersions(call.served(), resource));
  }

  private static FieldSet ignored(Call call) {
    if (call.status()) {
      return WriteContext.ALL_BUT_STATUS;
    }
    return call.resource().hasStatus() ? WriteContext.STATUS : FieldSet.EMPTY;
  }

  /// The versions a kind is served at, through its stored form.
  private record ServedVersions(ServedResources served, ServedResource resource)
      implements Versions {
    @Override
    public @Nullable MergeType type(String apiVersion) {
      return at(apiVersion).map(found -> found.schema().mergeType()).orElse(null);
    }

    @Override
    public Map<String, Object> convert(Map<String, Object> object, String apiVersion) {
      Map<String, Object> copy = Json.copy(object);
      resource.versions().toStored(copy);
      at(apiVersion).ifPresent(found -> found.versions().fromStored(copy));
      return copy;
    }

    private Optional<ServedResource> at(String apiVersion) {
      int slash = apiVersion.indexOf('/');
      String group = slash < 0 ? "" : apiVersion.substring(0, slash);
      return served
          .find(group, apiVersion.substring(slash + 1), resource.plural())
          .filter(found -> found.type().equals(resource.type()));
    }
  }
}
