package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where an answer lies that is not in the status itself.
@Description(
    "Where the answer lies when it is not inline; inferenceResult then holds a preview of 2 KiB.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ResultRef(
    @Description("Store that holds the answer.") @Size(max = 253) String store,
    @Description("Key of the answer within the store.") @Size(max = 1024) String key,
    @Description("Size of the answer in bytes.") @Min(0) @Nullable Long sizeBytes,
    @Description("SHA-256 of the answer, in hexadecimal.") @Pattern("^[0-9a-f]{64}$")
        @Nullable String sha256,
    @Description("Media type of the answer.") @Size(max = 255) @Nullable String contentType,
    @Description("When the store may drop the answer.") @Timestamp @Nullable Instant expiresAt) {}
