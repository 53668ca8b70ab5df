package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import dev.fairway.crd.ListType;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is known of the route.
@Description("What is known of the route.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelRouteStatus(
    @Description("The metadata.generation this status speaks about.") @Min(0)
        @Nullable Long observedGeneration,
    @Description("Ready.") @Size(max = 32) @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Condition> conditions,
    @Description("Its targets in the last five minutes.")
        @ListType("atomic")
        @Size(max = 32)
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<TargetStatus> targets) {
  public static final ModelRouteStatus EMPTY = new ModelRouteStatus(null, List.of(), List.of());

  public ModelRouteStatus {
    conditions = Absent.copyOf(conditions);
    targets = Absent.copyOf(targets);
  }

  /// The condition of that type, if it was ever set.
  public Optional<Condition> condition(String type) {
    return Conditions.find(conditions, type);
  }

  /// Sets one condition and leaves the others. While its status stays the same, so does its
  /// transition time.
  public ModelRouteStatus withCondition(Condition condition) {
    return withConditions(Conditions.with(conditions, condition));
  }

  public ModelRouteStatus withObservedGeneration(@Nullable Long observedGeneration) {
    return new ModelRouteStatus(observedGeneration, conditions, targets);
  }

  public ModelRouteStatus withConditions(List<Condition> conditions) {
    return new ModelRouteStatus(observedGeneration, conditions, targets);
  }

  public ModelRouteStatus withTargets(List<TargetStatus> targets) {
    return new ModelRouteStatus(observedGeneration, conditions, targets);
  }
}
