package dev.fairway.inference.catalog.maker;

import static dev.fairway.inference.catalog.maker.Values.count;
import static dev.fairway.inference.catalog.maker.Values.fields;
import static dev.fairway.inference.catalog.maker.Values.flag;
import static dev.fairway.inference.catalog.maker.Values.items;
import static dev.fairway.inference.catalog.maker.Values.text;
import static dev.fairway.inference.catalog.maker.Values.texts;

import dev.fairway.inference.catalog.Capability;
import dev.fairway.inference.catalog.CatalogModel;
import dev.fairway.inference.catalog.PriceList;
import dev.fairway.inference.catalog.Task;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelTraits.Thinking;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the sources say of one model beside its prices. A capability counts as there when one of
/// them says so, and as missing when one says that and none the contrary.
///
/// @param litellm its entry in litellm
/// @param modelsDev its entry in models.dev
/// @param genai its entry in genai-prices
/// @param status its status in model-prices
record ModelFacts(
    String vendor,
    String name,
    @Nullable Json litellm,
    @Nullable Json modelsDev,
    @Nullable Json genai,
    @Nullable String status) {
  private static final Map<Capability, String> LITELLM_FLAGS =
      Map.of(
          Capability.TOOLS, "supports_function_calling",
          Capability.TOOL_CHOICE, "supports_tool_choice",
          Capability.PARALLEL_TOOLS, "supports_parallel_function_calling",
          Capability.IMAGES, "supports_vision",
          Capability.DOCUMENTS, "supports_pdf_input",
          Capability.AUDIO, "supports_audio_input",
          Capability.VIDEO, "supports_video_input",
          Capability.STRUCTURED_OUTPUT, "supports_response_schema",
          Capability.REASONING, "supports_reasoning",
          Capability.PROMPT_CACHE, "supports_prompt_caching");
  private static final Map<Capability, String> MODELS_DEV_INPUTS =
      Map.of(
          Capability.IMAGES, "image",
          Capability.DOCUMENTS, "pdf",
          Capability.AUDIO, "audio",
          Capability.VIDEO, "video");
  private static final Map<Capability, String> MODELS_DEV_FLAGS =
      Map.of(
          Capability.TOOLS, "tool_call",
          Capability.REASONING, "reasoning",
          Capability.STRUCTURED_OUTPUT, "structured_output");
  private static final List<String> EFFORT_FLAGS =
      List.of(
          "supports_none_reasoning_effort",
          "supports_minimal_reasoning_effort",
          "supports_low_reasoning_effort",
          "supports_xhigh_reasoning_effort",
          "supports_max_reasoning_effort");

  /// Whether a source describes the model, rather than only pricing it.
  boolean described() {
    return litellm != null || modelsDev != null;
  }

  CatalogModel model(PriceList prices) {
    Task task = task();
    Set<Capability> can = can(task);
    Integer context = context();
    Integer output = task == Task.CHAT ? output() : null;
    return new CatalogModel(
        vendor,
        name,
        title(),
        task,
        can,
        cannot(can),
        thinking(can),
        sampling(),
        context,
        context != null && output != null && output > context ? null : output,
        count(litellm, "output_vector_size"),
        List.of(),
        released(),
        isDeprecated(),
        day(text(litellm, "deprecation_date")),
        text(litellm, "successor_model"),
        prices);
  }

  Task task() {
    String mode = text(litellm, "mode");
    if (mode == null) return taskOfModalities();
    return switch (mode) {
      case "embedding" -> Task.EMBEDDINGS;
      case "rerank" -> Task.RERANK;
      case "image_generation", "image_edit" -> Task.IMAGE;
      case "video_generation" -> Task.VIDEO;
      case "audio_speech" -> Task.SPEECH;
      case "audio_transcription" -> Task.TRANSCRIPTION;
      case "realtime" -> Task.REALTIME;
      case "moderation" -> Task.MODERATION;
      case "ocr" -> Task.OCR;
      default -> Task.CHAT;
    };
  }

  private Task taskOfModalities() {
    if (name.contains("embed")) return Task.EMBEDDINGS;
    if (name.contains("rerank")) return Task.RERANK;
    if (name.contains("moderation")) return Task.MODERATION;
    if (name.contains("whisper") || name.contains("transcribe")) return Task.TRANSCRIPTION;
    List<String> outputs = texts(fields(modelsDev).get("modalities"), "output");
    if (outputs.isEmpty() || outputs.contains("text")) return Task.CHAT;
    if (outputs.contains("image")) return Task.IMAGE;
    return outputs.contains("video") ? Task.VIDEO : Task.SPEECH;
  }

  private Set<Capability> can(Task task) {
    Set<Capability> can = EnumSet.noneOf(Capability.class);
    LITELLM_FLAGS.forEach((capability, field) -> {
      if (isTrue(litellm, field)) can.add(capability);
    });
    MODELS_DEV_FLAGS.forEach((capability, field) -> {
      if (isTrue(modelsDev, field)) can.add(capability);
    });
    MODELS_DEV_INPUTS.forEach((capability, input) -> {
      if (inputs().contains(input)) can.add(capability);
    });
    if (isTrue(litellm, "supports_native_structured_output")) {
      can.add(Capability.STRUCTURED_OUTPUT);
    }
    if (isTrue(litellm, "supports_web_search")) can.add(Capability.WEB_SEARCH);
    if (task == Task.CHAT && !isFalse(litellm, "supports_native_streaming")) {
      can.add(Capability.STREAMING);
    }
    return can;
  }

  private Set<Capability> cannot(Set<Capability> can) {
    Set<Capability> cannot = EnumSet.noneOf(Capability.class);
    LITELLM_FLAGS.forEach((capability, field) -> {
      if (isFalse(litellm, field)) cannot.add(capability);
    });
    MODELS_DEV_FLAGS.forEach((capability, field) -> {
      if (isFalse(modelsDev, field)) cannot.add(capability);
    });
    if (!inputs().isEmpty()) {
      MODELS_DEV_INPUTS.forEach((capability, input) -> {
        if (!inputs().contains(input)) cannot.add(capability);
      });
    }
    if (isFalse(litellm, "supports_native_streaming")) cannot.add(Capability.STREAMING);
    cannot.removeAll(can);
    return cannot;
  }

  private List<String> inputs() {
    return texts(fields(modelsDev).get("modalities"), "input");
  }

  private Thinking thinking(Set<Capability> can) {
    if (!can.contains(Capability.REASONING)) {
      return described() && cannot(can).contains(Capability.REASONING)
          ? Thinking.NONE
          : Thinking.UNKNOWN;
    }
    if (name.contains("claude")) {
      return isTrue(litellm, "supports_adaptive_thinking") ? Thinking.LEVEL : Thinking.BUDGET;
    }
    if (name.contains("gemini")) {
      return name.contains("gemini-2") ? Thinking.BUDGET : Thinking.LEVEL;
    }
    boolean levels =
        !items(litellm, "reasoning_effort_levels").isEmpty()
            || EFFORT_FLAGS.stream().anyMatch(field -> isTrue(litellm, field))
            || vendor.equals("openai")
            || vendor.equals("azure-openai");
    return levels ? Thinking.LEVEL : Thinking.UNKNOWN;
  }

  private @Nullable Boolean sampling() {
    Boolean stated = flag(litellm, "supports_sampling_params");
    return stated == null ? flag(modelsDev, "temperature") : stated;
  }

  private @Nullable Integer context() {
    Integer stated = count(fields(modelsDev).get("limit"), "context");
    if (stated == null) stated = count(genai, "context_window");
    return stated == null ? count(litellm, "max_input_tokens") : stated;
  }

  private @Nullable Integer output() {
    Integer stated = count(fields(modelsDev).get("limit"), "output");
    return stated == null ? count(litellm, "max_output_tokens") : stated;
  }

  private String title() {
    String title = text(modelsDev, "name");
    if (title == null) title = text(genai, "name");
    return title == null ? name : title.replace(" (latest)", "");
  }

  @Nullable LocalDate released() {
    return day(text(modelsDev, "release_date"));
  }

  private boolean isDeprecated() {
    return "deprecated".equals(status)
        || "deprecated".equals(text(modelsDev, "status"))
        || isTrue(genai, "deprecated");
  }

  private static boolean isTrue(@Nullable Json object, String field) {
    return Boolean.TRUE.equals(flag(object, field));
  }

  private static boolean isFalse(@Nullable Json object, String field) {
    return Boolean.FALSE.equals(flag(object, field));
  }

  /// Some sources give a month only; then the day is not known and nothing is said.
  private static @Nullable LocalDate day(@Nullable String text) {
    try {
      return text == null ? null : LocalDate.parse(text);
    } catch (DateTimeParseException _) {
      return null;
    }
  }
}
