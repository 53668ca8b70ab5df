package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import org.jspecify.annotations.Nullable;

/// What a model can do; what is absent is taken from the catalog, else unknown.
@Description("What the model can do; what is absent is taken from the catalog.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelCapabilities(
    @Description("Answers chats.") @Nullable Boolean chat,
    @Description("Turns texts into vectors.") @Nullable Boolean embeddings,
    @Description("Calls tools.") @Nullable Boolean tools,
    @Description("Reads images.") @Nullable Boolean images,
    @Description("Reads documents.") @Nullable Boolean documents,
    @Description("Listens to audio.") @Nullable Boolean audio,
    @Description("Keeps to a JSON Schema.") @Nullable Boolean jsonSchema,
    @Description("Reasons before it answers.") @Nullable Boolean reasoning,
    @Description("Takes temperature, top_p and top_k.") @Nullable Boolean sampling) {}
