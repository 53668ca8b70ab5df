package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// Who the application belongs to and how much it may use.
@Description("Who the application belongs to and how much it may use.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConsumerSpec(
    @Description("Name for people.") @Size(min = 1, max = 128) @Nullable String displayName,
    @Description("Whom to ask about it, such as a mail address.") @Size(min = 1, max = 253)
        @Nullable String owner,
    @Nullable Limits limits,
    @Nullable Budget budget) {}
