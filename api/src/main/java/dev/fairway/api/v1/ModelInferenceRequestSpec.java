package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairway.crd.Description;
import dev.fairway.crd.ListType;
import dev.fairway.crd.Type;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What to ask. Fields with a default are never null here, also when the object came from a server
/// that did not fill them in.
@Description("What to ask, of which model, and how long it may take.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelInferenceRequestSpec(
    @Description("The model to ask.") ModelRef modelRef,
    @Description(
            "The input. Known keys: text, prompt, system, messages, input, image_url, image_data, audio_data, documents, tools, tool_choice. Other keys are passed on where the provider's format allows.")
        @Type("object")
        @Size(min = 1)
        FreeJson inputContext,
    @Description(
            "Parameters of the call, for example temperature, max_tokens, top_p, top_k, stop_sequences, seed, reasoning_effort.")
        @Type("object")
        @Nullable FreeJson parameters,
    @Default("Strict") ParameterPolicy parameterPolicy,
    @Nullable OutputSpec outputSpec,
    @Description(
            "Secret with the credentials of this call. Optional when the provider has its own or needs none. The Secret of another namespace must carry the annotation ai.fairway.dev/shared-with naming this namespace or *.")
        @Nullable SecretRef authSecretRef,
    @Description("Deadline of the whole request, retries included: 1s to 1h.")
        @Default(ModelInferenceRequestSpec.DEFAULT_TIMEOUT)
        @Pattern(Durations.ONE_SECOND_TO_ONE_HOUR)
        @Size(max = 16)
        String timeout,
    @Description(
            "How often a call that failed in a retryable way is repeated. A provider's retry-after is honoured.")
        @Default("2")
        @Min(0)
        @Max(10)
        Integer retryLimit,
    @Default("Fail") OnInterruption onInterruption,
    @Description("Deletes the request this many seconds after it finished. Kept when absent.")
        @Min(0)
        @Nullable Integer ttlSecondsAfterFinished,
    @Description(
            "Set to true to stop a running call: condition Completed becomes False with reason Cancelled.")
        boolean cancel,
    @JsonProperty("notify")
        @Description(
            "Receivers of a signed CloudEvent when the request finishes, at least once each.")
        @Size(max = 5)
        @ListType("atomic")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Notify> receivers) {

  public static final String DEFAULT_TIMEOUT = "120s";
  private static final int DEFAULT_RETRY_LIMIT = 2;

  public ModelInferenceRequestSpec {
    parameterPolicy = Absent.or(parameterPolicy, ParameterPolicy.STRICT);
    timeout = Absent.or(timeout, DEFAULT_TIMEOUT);
    retryLimit = Absent.or(retryLimit, DEFAULT_RETRY_LIMIT);
    onInterruption = Absent.or(onInterruption, OnInterruption.FAIL);
    receivers = Absent.copyOf(receivers);
  }

  /// The least a request must say; everything else at its default.
  public static ModelInferenceRequestSpec of(ModelRef modelRef, FreeJson inputContext) {
    return new ModelInferenceRequestSpec(
        modelRef,
        inputContext,
        null,
        ParameterPolicy.STRICT,
        null,
        null,
        DEFAULT_TIMEOUT,
        DEFAULT_RETRY_LIMIT,
        OnInterruption.FAIL,
        null,
        false,
        List.of());
  }

  /// The deadline as a duration.
  public Duration timeLimit() {
    return Durations.parse(timeout);
  }

  /// What the answer should look like, plain text when the request does not say.
  public OutputSpec output() {
    return outputSpec == null ? OutputSpec.TEXT : outputSpec;
  }
}
