package dev.fairway.api.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelInferenceRequestTest {
  private static final String FULL =
      """
      apiVersion: "ai.fairway.dev/v1"
      kind: "ModelInferenceRequest"
      metadata:
        name: "review"
        namespace: "default"
      spec:
        modelRef:
          name: "sentiment"
          provider: "local"
        inputContext:
          text: "Great"
          nested:
            any: [1, null, 2.5]
        parameterPolicy: "Lenient"
        outputSpec:
          format: "json"
          fields: ["sentiment", "confidence"]
          delivery: "ConfigMap"
        timeout: "1m"
        retryLimit: 0
        onInterruption: "Retry"
        cancel: true
        notify:
        - url: "https://example.com/hook"
      status:
        observedGeneration: 1
        conditions:
        - type: "Completed"
          status: "True"
          lastTransitionTime: "2026-01-02T03:04:05Z"
          reason: "Answered"
          message: ""
        inferenceResult:
          sentiment: "positive"
      """;

  private final KubernetesSerialization serialization = new KubernetesSerialization();

  @Test
  void survivesTheRoundTripThroughTheClient() {
    var request = serialization.unmarshal(FULL, ModelInferenceRequest.class);
    assertThat(serialization.unmarshal(serialization.asYaml(request), Object.class))
        .isEqualTo(serialization.unmarshal(FULL, Object.class));
    assertThat(serialization.clone(request).getSpec()).isEqualTo(request.getSpec());
    assertThat(serialization.clone(request).getStatus()).isEqualTo(request.getStatus());
  }

  @Test
  void isReadByKindAlone() {
    serialization.registerKubernetesResource(ModelInferenceRequest.class);
    Object read = serialization.unmarshal(FULL);
    assertThat(read).isInstanceOf(ModelInferenceRequest.class);
  }

  @Test
  void fieldsOfANewerVersionDoNotBreakReading() {
    var request =
        serialization.unmarshal(
            """
            spec: {modelRef: {name: a, later: 1}, inputContext: {text: x}, later: {a: 1}}
            status: {later: true, usage: {later: 1}, model: {later: x}, conditions: []}
            """,
            ModelInferenceRequest.class);
    assertThat(request.getSpec())
        .isEqualTo(
            ModelInferenceRequestSpec.of(ModelRef.of("a"), FreeJson.parse("{\"text\":\"x\"}")));
    assertThat(request.getStatus().conditions()).isEmpty();
  }

  @Test
  void whatIsLeftOutHasItsDefault() {
    var spec = serialization.unmarshal("modelRef: {name: a}", ModelInferenceRequestSpec.class);
    assertThat(spec.timeLimit()).isEqualTo(Duration.ofMinutes(2));
    assertThat(spec.retryLimit()).isEqualTo(2);
    assertThat(spec.parameterPolicy()).isEqualTo(ParameterPolicy.STRICT);
    assertThat(spec.onInterruption()).isEqualTo(OnInterruption.FAIL);
    assertThat(spec.output()).isEqualTo(OutputSpec.TEXT);
    assertThat(spec.receivers()).isEmpty();
  }

  @Test
  void aConditionKeepsItsTimeUntilItsStatusChanges() {
    var first = new Condition("Running", "True", 1L, Instant.EPOCH, "Called", "");
    var later = new Condition("Running", "True", 2L, Instant.EPOCH.plusSeconds(9), "Retried", "");
    var ended = new Condition("Running", "False", 2L, Instant.EPOCH.plusSeconds(20), "Done", "");
    var status = ModelInferenceRequestStatus.EMPTY.withCondition(first).withCondition(later);
    assertThat(status.conditions())
        .isEqualTo(List.of(new Condition("Running", "True", 2L, Instant.EPOCH, "Retried", "")));
    assertThat(status.withCondition(ended).condition("Running")).contains(ended);
  }

  @Test
  void usageAddsUpWhatIsKnownAndCostKeepsEveryDigit() {
    assertThat(Usage.of(10L, 5L, null, 1L, 2L).totalTokens()).isEqualTo(16);
    assertThat(Usage.of(null, null, null, null, null).totalTokens()).isNull();
    assertThat(Cost.of(new BigDecimal("1E-7"), "USD").amount()).isEqualTo("0.0000001");
  }

  @Test
  void timesOfAnyOffsetAreRead() {
    var condition =
        serialization.unmarshal(
            """
            type: A
            status: "True"
            reason: B
            message: ""
            lastTransitionTime: "2026-01-02T03:04:05+01:00"
            """,
            Condition.class);
    assertThat(condition.lastTransitionTime()).isEqualTo("2026-01-02T02:04:05Z");
  }
}
