package dev.fairway.apiserver.apply;

import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.json.JsonSyntax;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// `metadata.managedFields` of one object: who manages which fields. Mutable, for one request.
final class ManagedFields {
  /// The most entries of operation Update; the oldest of a version are merged beyond that.
  static final int MAX_UPDATE_ENTRIES = 10;

  private static final String ANCIENT = "ancient-changes";

  private final Map<Manager, Manager.Share> shares = new TreeMap<>();

  ManagedFields() {}

  /// @throws JsonSyntax when an entry cannot be understood
  static ManagedFields decode(@Nullable Object entries) {
    ManagedFields managed = new ManagedFields();
    for (Object entry : Parts.items(entries)) {
      managed.decodeEntry(Json.object(entry));
    }
    return managed;
  }

  private void decodeEntry(Map<String, Object> entry) {
    String apiVersion = text(entry, "apiVersion");
    if (apiVersion.isEmpty()) {
      throw new JsonSyntax("apiVersion must not be empty");
    }
    if (!text(entry, "fieldsType").equals("FieldsV1")) {
      throw new JsonSyntax("fieldsType must be `FieldsV1`");
    }
    String name = text(entry, "manager");
    String subresource = text(entry, "subresource");
    Manager manager =
        switch (text(entry, "operation")) {
          case "Apply" -> new Manager(name, Manager.Operation.APPLY, "", subresource);
          case "Update" -> new Manager(name, Manager.Operation.UPDATE, apiVersion, subresource);
          default -> throw new JsonSyntax("operation must be `Apply` or `Update`");
        };
    Object fields = entry.get("fieldsV1");
    FieldSet set = fields == null ? FieldSet.EMPTY : FieldsV1.decode(Json.object(fields));
    shares.put(manager, new Manager.Share(apiVersion, set, time(entry)));
  }

  private static String text(Map<String, Object> entry, String name) {
    return entry.get(name) instanceof String text ? text : "";
  }

  private static @Nullable Instant time(Map<String, Object> entry) {
    String time = text(entry, "time");
    try {
      return time.isEmpty() ? null : OffsetDateTime.parse(time).toInstant();
    } catch (DateTimeException e) {
      throw new JsonSyntax("not a time: " + time, e);
    }
  }

  /// The entries in the order kube-apiserver keeps: appliers first, then by age.
  List<Object> encode() {
    List<Map.Entry<Manager, Manager.Share>> entries = new ArrayList<>(shares.entrySet());
    entries.sort(
        Comparator.comparing(
                (Map.Entry<Manager, Manager.Share> entry) -> entry.getKey().operation())
            .thenComparingLong(entry -> seconds(entry.getValue()))
            .thenComparing(Map.Entry::getKey));
    return new ArrayList<>(
        entries.stream().map(entry -> encode(entry.getKey(), entry.getValue())).toList());
  }

  private static long seconds(Manager.Share share) {
    Instant time = share.time();
    return time == null ? 0 : time.getEpochSecond();
  }

  private static Map<String, Object> encode(Manager manager, Manager.Share share) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("manager", manager.name());
    entry.put("operation", manager.operation().text());
    entry.put("apiVersion", share.apiVersion());
    Instant time = share.time();
    if (time != null) {
      entry.put("time", time.truncatedTo(ChronoUnit.SECONDS).toString());
    }
    entry.put("fieldsType", "FieldsV1");
    entry.put("fieldsV1", FieldsV1.encode(share.fields()));
    if (!manager.subresource().isEmpty()) {
      entry.put("subresource", manager.subresource());
    }
    return entry;
  }

  boolean isEmpty() {
    return shares.isEmpty();
  }

  Map<Manager, Manager.Share> shares() {
    return shares;
  }

  Manager.@Nullable Share share(Manager manager) {
    return shares.get(manager);
  }

  /// Records a share; one without fields is forgotten.
  void put(Manager manager, Manager.Share share) {
    if (share.fields().isEmpty()) {
      shares.remove(manager);
    } else {
      shares.put(manager, share);
    }
  }

  /// Changes the fields of a manager that is there.
  void change(Manager manager, UnaryOperator<FieldSet> change) {
    Manager.Share share = shares.get(manager);
    if (share != null) {
      put(manager, share.withFields(change.apply(share.fields())));
    }
  }

  /// Merges the oldest Update entries of each version into one called `ancient-changes`, as few as
  /// the limit demands.
  void capUpdates() {
    List<Manager> updaters = new ArrayList<>(shares.keySet());
    updaters.removeIf(Manager::applies);
    updaters.sort(
        Comparator.comparingLong((Manager manager) -> changed(manager))
            .thenComparing(Comparator.naturalOrder()));
    int excess = updaters.size() - MAX_UPDATE_ENTRIES;
    Map<String, Manager> oldest = new LinkedHashMap<>();
    for (Manager manager : updaters) {
      if (excess <= 0) {
        return;
      }
      Manager first = oldest.putIfAbsent(manager.apiVersion(), manager);
      if (first != null) {
        mergeAncient(first, manager);
        excess--;
      }
    }
  }

  private long changed(Manager manager) {
    Manager.Share share = shares.get(manager);
    return share == null ? 0 : seconds(share);
  }

  private void mergeAncient(Manager first, Manager next) {
    Manager bucket = Manager.updating(ANCIENT, next.apiVersion(), "");
    Manager.Share share = shares.remove(next);
    Manager.Share older = shares.containsKey(bucket) ? shares.get(bucket) : shares.remove(first);
    if (share != null && older != null) {
      put(bucket, share.withFields(share.fields().union(older.fields())));
    }
  }
}
