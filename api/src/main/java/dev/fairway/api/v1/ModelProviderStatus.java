package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is known of a provider.
@Description("What is known of the provider.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelProviderStatus(
    @Description("The metadata.generation this status speaks about.") @Min(0)
        @Nullable Long observedGeneration,
    @Description("Ready.") @Size(max = 32) @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Condition> conditions,
    @Description("How many models it offers.") @Min(0) @Nullable Integer models,
    @Description("When it was last asked whether it is well.") @Timestamp
        @Nullable Instant lastProbe,
    @Nullable ProviderHealth health) {

  public static final ModelProviderStatus EMPTY =
      new ModelProviderStatus(null, List.of(), null, null, null);

  public ModelProviderStatus {
    conditions = Absent.copyOf(conditions);
  }

  /// The condition of that type, if it was ever set.
  public Optional<Condition> condition(String type) {
    return Conditions.find(conditions, type);
  }

  /// Sets one condition and leaves the others. While its status stays the same, so does its
  /// transition time.
  public ModelProviderStatus withCondition(Condition condition) {
    return withConditions(Conditions.with(conditions, condition));
  }

  public ModelProviderStatus withObservedGeneration(@Nullable Long observedGeneration) {
    return new ModelProviderStatus(observedGeneration, conditions, models, lastProbe, health);
  }

  public ModelProviderStatus withConditions(List<Condition> conditions) {
    return new ModelProviderStatus(observedGeneration, conditions, models, lastProbe, health);
  }

  public ModelProviderStatus withModels(@Nullable Integer models) {
    return new ModelProviderStatus(observedGeneration, conditions, models, lastProbe, health);
  }

  public ModelProviderStatus withLastProbe(@Nullable Instant lastProbe) {
    return new ModelProviderStatus(observedGeneration, conditions, models, lastProbe, health);
  }

  public ModelProviderStatus withHealth(@Nullable ProviderHealth health) {
    return new ModelProviderStatus(observedGeneration, conditions, models, lastProbe, health);
  }
}
