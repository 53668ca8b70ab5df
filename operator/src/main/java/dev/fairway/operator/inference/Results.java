package dev.fairway.operator.inference;

import dev.fairway.api.v1.Delivery;
import dev.fairway.api.v1.FreeJson;
import dev.fairway.api.v1.ModelInferenceRequest;
import dev.fairway.api.v1.ResultRef;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/// Delivers answers: up to 256 KiB into the status; larger ones, and those that ask for it, into a
/// ConfigMap that goes with the request.
record Results(KubernetesClient client) {
  static final int MAX_INLINE_BYTES = 256 * 1024;

  /// etcd takes 1.5 MB in one request, Kubernetes 1 MiB of ConfigMap data.
  static final int MAX_CONFIG_MAP_BYTES = 1000 * 1024;

  private static final int PREVIEW_CHARS = 2048;
  private static final String FILE = "result.json";
  private static final int MAX_NAME_CHARS = 253 - "-result".length();

  /// @throws Mismatch when the answer is larger than anything it can be delivered to
  Delivered deliver(ModelInferenceRequest request, FreeJson result) {
    String text = result.toString();
    int size = text.getBytes(StandardCharsets.UTF_8).length;
    boolean inline =
        request.getSpec().output().delivery() == Delivery.INLINE && size <= MAX_INLINE_BYTES;
    if (inline) return new Delivered(result, null);
    if (size > MAX_CONFIG_MAP_BYTES) {
      throw new Mismatch(
          "spec.outputSpec.delivery: the answer has %d bytes, more than the %d that fit into a ConfigMap; ask for less with parameters.max_tokens"
              .formatted(size, MAX_CONFIG_MAP_BYTES));
    }
    return intoConfigMap(request, text, size);
  }

  private Delivered intoConfigMap(ModelInferenceRequest request, String text, int size) {
    ConfigMap map = configMap(request, text);
    client.resource(map).createOr(existing -> existing.update());
    ResultRef ref =
        new ResultRef(
            "ConfigMap",
            map.getMetadata().getName() + "/" + FILE,
            (long) size,
            sha256(text),
            "application/json",
            null);
    String preview = text.substring(0, Math.min(text.length(), PREVIEW_CHARS));
    return new Delivered(FreeJson.of(Map.of("preview", preview)), ref);
  }

  private static ConfigMap configMap(ModelInferenceRequest request, String text) {
    String name = request.getMetadata().getName();
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace(request.getMetadata().getNamespace())
        .withName(name.substring(0, Math.min(name.length(), MAX_NAME_CHARS)) + "-result")
        .addNewOwnerReference()
        .withApiVersion(request.getApiVersion())
        .withKind(request.getKind())
        .withName(name)
        .withUid(request.getMetadata().getUid())
        .endOwnerReference()
        .endMetadata()
        .addToData(FILE, text)
        .build();
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
