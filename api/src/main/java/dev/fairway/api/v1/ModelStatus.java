package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is known of the model.
@Description("What is known of the model.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelStatus(
    @Description("The metadata.generation this status speaks about.") @Min(0)
        @Nullable Long observedGeneration,
    @Description("Ready.") @Size(max = 32) @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Condition> conditions) {
  public static final ModelStatus EMPTY = new ModelStatus(null, List.of());

  public ModelStatus {
    conditions = Absent.copyOf(conditions);
  }

  /// The condition of that type, if it was ever set.
  public Optional<Condition> condition(String type) {
    return Conditions.find(conditions, type);
  }

  /// Sets one condition and leaves the others. While its status stays the same, so does its
  /// transition time.
  public ModelStatus withCondition(Condition condition) {
    return withConditions(Conditions.with(conditions, condition));
  }

  public ModelStatus withObservedGeneration(@Nullable Long observedGeneration) {
    return new ModelStatus(observedGeneration, conditions);
  }

  public ModelStatus withConditions(List<Condition> conditions) {
    return new ModelStatus(observedGeneration, conditions);
  }
}
