package dev.fairway.operator.inference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fairway.api.v1.FreeJson;
import dev.fairway.api.v1.ModelInferenceRequestSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Names what goes into a call. Two specs of one hash ask for the same answer, so only a change of
/// the hash buys another: not a change of `cancel`, `timeout`, `retryLimit`, `notify` or the time
/// to live. Defaults are filled in before hashing, so that a newer CRD with more of them changes
/// none.
final class CallHash {
  private static final ObjectMapper SORTED =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private CallHash() {}

  static String of(ModelInferenceRequestSpec spec) {
    Map<String, @Nullable Object> call = new LinkedHashMap<>();
    call.put("modelRef", spec.modelRef());
    call.put("inputContext", plain(spec.inputContext()));
    call.put("parameters", plain(spec.parameters()));
    call.put("parameterPolicy", spec.parameterPolicy());
    call.put("format", spec.output().format());
    call.put("fields", plain(spec.output().fields()));
    call.put("schema", plain(spec.output().schema()));
    call.put("delivery", spec.output().delivery());
    call.put("authSecretRef", spec.authSecretRef());
    return sha256(text(call));
  }

  private static @Nullable Object plain(@Nullable FreeJson json) {
    return json == null ? null : json.plain();
  }

  private static String text(Object call) {
    try {
      return SORTED.writeValueAsString(call);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
