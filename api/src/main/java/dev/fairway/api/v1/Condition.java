package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import dev.fairway.crd.Key;
import dev.fairway.crd.OneOf;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One aspect of an object's state, in the form all of Kubernetes uses.
@Description("One aspect of the state of an object.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Condition(
    @Description("Aspect, in CamelCase.")
        @Key
        @Size(max = 316)
        @Pattern(
            "^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$")
        String type,
    @Description("Whether it holds: True, False or Unknown.") @OneOf({"True", "False", "Unknown"})
        String status,
    @Description("The metadata.generation this was said about.") @Min(0)
        @Nullable Long observedGeneration,
    @Description("When status last changed.") @Timestamp Instant lastTransitionTime,
    @Description("Why, in one CamelCase word for programs.")
        @Size(min = 1, max = 1024)
        @Pattern("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$")
        String reason,
    @Description("Why, for people. May be empty.") @Size(max = 32768) String message) {

  /// Whether the status is True. Not named `is...`, which Jackson would write as a field.
  public boolean holds() {
    return status.equals("True");
  }

  /// The same condition, but with the time of `earlier` when the status did not change since.
  Condition keepingTimeOf(Condition earlier) {
    return earlier.status.equals(status)
        ? new Condition(
            type, status, observedGeneration, earlier.lastTransitionTime, reason, message)
        : this;
  }
}
