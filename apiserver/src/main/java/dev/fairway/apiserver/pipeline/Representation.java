package dev.fairway.apiserver.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The form of an answer a client accepts: whole objects, tables or metadata only, as JSON or YAML.
///
/// @param rows what a table row carries of its object; only read for tables
record Representation(Shape shape, boolean yaml, Rows rows) {
  static final Representation JSON = new Representation(Shape.OBJECT, false, Rows.METADATA);
  private static final String MEDIA_TYPES =
      "application/json, application/yaml, application/vnd.kubernetes.protobuf";

  enum Shape {
    OBJECT,
    TABLE,
    METADATA
  }

  enum Rows {
    NONE,
    METADATA,
    OBJECT
  }

  String contentType() {
    return yaml ? "application/yaml" : "application/json";
  }

  /// Answers with a kind of their own cannot be tables.
  Representation objectsOnly() {
    if (shape != Shape.OBJECT) {
      throw ApiFailure.notAcceptable(MEDIA_TYPES);
    }
    return this;
  }

  /// The first form of the `Accept` header that can be served.
  ///
  /// @throws ApiFailure 406 when there is none
  static Representation negotiate(ApiRequest request) {
    String accept = request.header("accept").orElse("");
    if (accept.isBlank()) {
      return JSON;
    }
    for (MediaRange range : MediaRange.parse(accept)) {
      Optional<Representation> form = form(range, request);
      if (form.isPresent()) {
        return form.get();
      }
    }
    throw ApiFailure.notAcceptable(MEDIA_TYPES);
  }

  private static Optional<Representation> form(MediaRange range, ApiRequest request) {
    boolean yaml =
        switch (range.type()) {
          case "application/yaml", "application/x-yaml" -> true;
          default -> false;
        };
    boolean json =
        switch (range.type()) {
          case "application/json", "*/*", "application/*" -> true;
          default -> false;
        };
    if (!yaml && !json) {
      return Optional.empty();
    }
    String as = range.parameter("as");
    boolean meta = range.parameter("g").equals("meta.k8s.io") && range.parameter("v").equals("v1");
    if (as.isEmpty()) {
      return Optional.of(new Representation(Shape.OBJECT, yaml, Rows.METADATA));
    }
    return switch (meta ? as : "") {
      case "Table" -> Optional.of(new Representation(Shape.TABLE, yaml, rows(request)));
      case "PartialObjectMetadata", "PartialObjectMetadataList" ->
          Optional.of(new Representation(Shape.METADATA, yaml, Rows.METADATA));
      default -> Optional.empty();
    };
  }

  private static Rows rows(ApiRequest request) {
    String include = request.parameter("includeObject").orElse("");
    return switch (include) {
      case "None" -> Rows.NONE;
      case "Object" -> Rows.OBJECT;
      case "", "Metadata" -> Rows.METADATA;
      default ->
          throw ApiFailure.badRequest("unrecognized includeObject value: \"" + include + "\"");
    };
  }

  /// One media range of an `Accept` header; type in lower case, parameters as given.
  record MediaRange(String type, Map<String, String> parameters) {
    /// The ranges, best quality first.
    static List<MediaRange> parse(String header) {
      List<MediaRange> ranges = new ArrayList<>();
      for (String part : header.split(",")) {
        String[] pieces = part.split(";");
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 1; i < pieces.length; i++) {
          String[] pair = pieces[i].split("=", 2);
          parameters.put(pair[0].strip(), pair.length > 1 ? pair[1].strip() : "");
        }
        ranges.add(new MediaRange(pieces[0].strip().toLowerCase(Locale.ROOT), parameters));
      }
      ranges.sort(Comparator.comparingDouble(MediaRange::quality).reversed());
      return ranges;
    }

    String parameter(String name) {
      return parameters.getOrDefault(name, "");
    }

    private double quality() {
      try {
        return parameters.containsKey("q") ? Double.parseDouble(parameter("q")) : 1;
      } catch (NumberFormatException e) {
        return 0;
      }
    }
  }
}
