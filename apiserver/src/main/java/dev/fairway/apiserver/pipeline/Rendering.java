package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.json.Yaml;
import dev.fairway.apiserver.pipeline.Representation.Rows;
import dev.fairway.apiserver.pipeline.Representation.Shape;
import dev.fairway.apiserver.store.Stored;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes objects and lists of one resource in the form the client accepts. Whole objects in JSON
/// leave as their stored bytes.
final class Rendering {
  private static final String META = "meta.k8s.io/v1";
  private static final byte[] ITEMS = ",\"items\":[".getBytes(StandardCharsets.US_ASCII);

  private final ServedResource resource;
  private final ObjectReader reader;
  private final Representation form;
  private final Clock clock;

  Rendering(ServedResource resource, Representation form, Clock clock) {
    this.resource = resource;
    this.reader = new ObjectReader(resource);
    this.form = form;
    this.clock = clock;
  }

  Representation form() {
    return form;
  }

  ObjectReader reader() {
    return reader;
  }

  /// One object as the body of an answer.
  byte[] one(Stored stored) {
    if (form.shape() == Shape.OBJECT && !form.yaml()) {
      return reader.json(stored);
    }
    return text(shaped(reader.tree(stored), true));
  }

  /// One object that is not stored: a dry run, or a subresource of its own kind.
  byte[] one(Map<String, Object> object) {
    return text(shaped(object, true));
  }

  /// One object inside a watch event, as JSON.
  ///
  /// @param first tables name their columns in the first event only
  byte[] event(Stored stored, boolean first) {
    return form.shape() == Shape.OBJECT
        ? reader.json(stored)
        : Json.write(shaped(reader.tree(stored), first));
  }

  /// A bookmark: an object that holds nothing but a version.
  Map<String, Object> bookmark(long revision, Map<String, Object> annotations) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("resourceVersion", String.valueOf(revision));
    metadata.put("creationTimestamp", null);
    if (!annotations.isEmpty()) {
      metadata.put("annotations", annotations);
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("kind", resource.kind());
    object.put("apiVersion", resource.apiVersion());
    object.put("metadata", metadata);
    return switch (form.shape()) {
      case OBJECT -> object;
      case METADATA -> metadataOnly(object);
      case TABLE -> {
        Map<String, Object> table =
            table(Map.of("resourceVersion", String.valueOf(revision)), true);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("cells", List.of());
        row.put("object", metadataOnly(object));
        table.put("rows", List.of(row));
        yield table;
      }
    };
  }

  byte[] list(List<Stored> items, Map<String, Object> metadata) {
    return switch (form.shape()) {
      case OBJECT -> form.yaml() ? text(plainList(items, metadata)) : joined(items, metadata);
      case METADATA -> text(metadataList(items, metadata));
      case TABLE -> {
        Map<String, Object> table = table(metadata, true);
        List<Object> rows = new ArrayList<>(items.size());
        items.forEach(item -> rows.add(row(reader.tree(item))));
        table.put("rows", rows);
        yield text(table);
      }
    };
  }

  /// The items' own bytes between commas.
  private byte[] joined(List<Stored> items, Map<String, Object> metadata) {
    byte[] head = Json.write(listHead(resource.listKind(), resource.apiVersion(), metadata));
    byte[][] texts = new byte[items.size()][];
    long size = head.length - 1L + ITEMS.length + Math.max(0, texts.length - 1) + 2;
    for (int i = 0; i < texts.length; i++) {
      texts[i] = reader.json(items.get(i));
      size += texts[i].length;
    }
    // One array of the right size: a list of everything is too large to be copied twice.
    ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(size));
    out.put(head, 0, head.length - 1).put(ITEMS);
    for (int i = 0; i < texts.length; i++) {
      if (i > 0) {
        out.put((byte) ',');
      }
      out.put(texts[i]);
    }
    return out.put((byte) ']').put((byte) '}').array();
  }

  private Map<String, Object> plainList(List<Stored> items, Map<String, Object> metadata) {
    Map<String, Object> list = listHead(resource.listKind(), resource.apiVersion(), metadata);
    list.put("items", items.stream().map(reader::tree).toList());
    return list;
  }

  private Map<String, Object> metadataList(List<Stored> items, Map<String, Object> metadata) {
    Map<String, Object> list = listHead("PartialObjectMetadataList", META, metadata);
    list.put("items", items.stream().map(reader::tree).map(Rendering::metadataOnly).toList());
    return list;
  }

  private static Map<String, Object> listHead(
      String kind, String apiVersion, Map<String, Object> metadata) {
    return Trees.of("kind", kind, "apiVersion", apiVersion, "metadata", metadata);
  }

  private Map<String, Object> shaped(Map<String, Object> object, boolean withColumns) {
    return switch (form.shape()) {
      case OBJECT -> object;
      case METADATA -> metadataOnly(object);
      case TABLE -> {
        String version = Trees.text(object, "metadata", "resourceVersion");
        Map<String, Object> table = table(Map.of("resourceVersion", version), withColumns);
        table.put("rows", List.of(row(object)));
        yield table;
      }
    };
  }

  private Map<String, Object> table(Map<String, Object> metadata, boolean withColumns) {
    Map<String, Object> table = listHead("Table", META, metadata);
    table.put("columnDefinitions", withColumns ? resource.columns().definitions() : null);
    return table;
  }

  private Map<String, Object> row(Map<String, Object> object) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("cells", resource.columns().cells(object, clock.instant()));
    if (form.rows() != Rows.NONE) {
      row.put("object", form.rows() == Rows.OBJECT ? object : metadataOnly(object));
    }
    return Json.object(row);
  }

  private static Map<String, Object> metadataOnly(Map<String, Object> object) {
    return Trees.of(
        "kind", "PartialObjectMetadata", "apiVersion", META, "metadata", object.get("metadata"));
  }

  private byte[] text(Map<String, Object> tree) {
    return form.yaml() ? Yaml.write(tree).getBytes(StandardCharsets.UTF_8) : Json.write(tree);
  }
}
