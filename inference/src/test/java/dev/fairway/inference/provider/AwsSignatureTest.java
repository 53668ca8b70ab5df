package dev.fairway.inference.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/// Our signatures beside those of AWS's own signer.
class AwsSignatureTest {
  private static final Instant AT = Instant.parse("2026-01-31T23:59:59Z");
  private static final String ID = "AKIDEXAMPLE";
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/model/anthropic.claude-3-haiku/converse",
        "/model/anthropic.claude-opus-5-5-v1%3A0/converse-stream",
        "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fus.x/converse",
        "/proxy/model/a~b_c/converse",
      })
  void aSignatureEqualsTheOneAwsMakes(String path) {
    assertThat(ours(path, "{\"a\":1}", null).get("authorization"))
        .isEqualTo(theirs(path, "{\"a\":1}", null));
    assertThat(ours(path, "", "token/+=").get("authorization"))
        .isEqualTo(theirs(path, "", "token/+="));
  }

  @Property(tries = 100)
  void anyBodyIsSignedAlike(
      @ForAll String body, @ForAll @AlphaChars @NumericChars @StringLength(min = 1) String model) {
    String path = "/model/" + model + "/converse";
    assertThat(ours(path, body, null).get("authorization")).isEqualTo(theirs(path, body, null));
  }

  @Test
  void theTokenOfLentKeysGoesAlong() {
    assertThat(ours("/x", "", "lent"))
        .containsEntry("x-amz-security-token", "lent")
        .containsEntry("x-amz-date", "20260131T235959Z");
    assertThat(ours("/x", "", null)).doesNotContainKey("x-amz-security-token");
  }

  @Test
  void keysCannotBePrinted() {
    AwsKeys keys = Credential.aws(ID, SECRET, "lent-token").in("us-east-1");
    assertThat(keys.toString()).isEqualTo("AwsKeys[***]");
    assertThat(keys.removeFrom(ID + " " + SECRET + " lent-token")).isEqualTo("*** *** ***");
  }

  private static Map<String, String> ours(String path, String body, @Nullable String token) {
    AwsKeys keys = Credential.aws(ID, SECRET, token);
    return new AwsSignature(keys, "us-east-1", "bedrock")
        .headers(
            "bedrock-runtime.us-east-1.amazonaws.com",
            path,
            "application/json",
            body.getBytes(StandardCharsets.UTF_8),
            AT);
  }

  private static String theirs(String path, String body, @Nullable String token) {
    AwsCredentialsIdentity identity =
        token == null
            ? AwsCredentialsIdentity.create(ID, SECRET)
            : AwsSessionCredentialsIdentity.create(ID, SECRET, token);
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(URI.create("https://bedrock-runtime.us-east-1.amazonaws.com" + path))
            .putHeader("content-type", "application/json")
            .build();
    return AwsV4HttpSigner.create()
        .sign(sign ->
            sign.identity(identity)
                .request(request)
                .payload(() -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "bedrock")
                .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, Clock.fixed(AT, ZoneOffset.UTC)))
        .request()
        .firstMatchingHeader("Authorization")
        .orElseThrow();
  }
}
