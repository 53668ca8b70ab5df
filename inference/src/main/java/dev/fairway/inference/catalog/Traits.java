package dev.fairway.inference.catalog;

import dev.fairway.inference.chat.ModelTraits;
import dev.fairway.inference.chat.ModelTraits.Feature;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the dialects must know, from what the catalog knows. Only what is known to be missing
/// counts: a capability nobody speaks of is tried.
final class Traits {
  private static final Map<Capability, Feature> CAPABILITIES =
      Map.of(
          Capability.IMAGES, Feature.IMAGES,
          Capability.AUDIO, Feature.AUDIO,
          Capability.DOCUMENTS, Feature.DOCUMENTS,
          Capability.TOOLS, Feature.TOOLS,
          Capability.TOOL_CHOICE, Feature.TOOL_CHOICE,
          Capability.PARALLEL_TOOLS, Feature.PARALLEL_TOOL_CALLS,
          Capability.STRUCTURED_OUTPUT, Feature.JSON_SCHEMA);
  private static final Map<String, Feature> FIELDS =
      Map.of(
          "tools", Feature.TOOLS,
          "tool_choice", Feature.TOOL_CHOICE,
          "parallel_tool_calls", Feature.PARALLEL_TOOL_CALLS,
          "response_format", Feature.JSON,
          "stop", Feature.STOP,
          "seed", Feature.SEED,
          "presence_penalty", Feature.PENALTIES,
          "frequency_penalty", Feature.PENALTIES,
          "top_k", Feature.TOP_K);

  private Traits() {}

  /// @param vendor null when nothing is known of it
  static ModelTraits of(@Nullable Vendor vendor, CatalogModel model) {
    Set<Feature> unsupported = EnumSet.noneOf(Feature.class);
    CAPABILITIES.forEach((capability, feature) -> {
      if (model.cannot().contains(capability)) unsupported.add(feature);
    });
    if (vendor != null) {
      add(unsupported, vendor.ignores());
      add(unsupported, vendor.rejects());
      if (model.can().contains(Capability.REASONING)) add(unsupported, vendor.reasoningRejects());
    }
    boolean sampling = model.sampling() == null || model.sampling();
    return new ModelTraits(model.maxOutputTokens(), sampling, model.thinking(), unsupported);
  }

  private static void add(Set<Feature> unsupported, Set<String> fields) {
    for (String field : fields) {
      Feature feature = FIELDS.get(field);
      if (feature != null) unsupported.add(feature);
    }
  }
}
