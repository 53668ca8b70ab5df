package dev.fairway.inference.provider;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// AWS Signature Version 4 of a POST, as AWS's general reference describes it. Own code, because
/// AWS's own signer brings a dozen libraries; a test compares the two.
///
/// Signed are the method, the path, the body, the host, the media type and the time; AWS accepts a
/// signature for some minutes.
final class AwsSignature {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final AwsKeys keys;
  private final String region;
  private final String service;

  AwsSignature(AwsKeys keys, String region, String service) {
    this.keys = keys;
    this.region = region;
    this.service = service;
  }

  /// The headers that sign the call, to be added to those it has.
  ///
  /// @param path encoded, without a query
  Map<String, String> headers(
      String authority, String path, String contentType, byte[] body, Instant at) {
    String time = TIME.format(at);
    String digest = sha256(body);
    Map<String, String> added = new TreeMap<>();
    added.put("x-amz-date", time);
    added.put("x-amz-content-sha256", digest);
    if (keys.sessionToken() != null) {
      added.put("x-amz-security-token", keys.sessionToken());
    }
    SortedMap<String, String> signed = new TreeMap<>(added);
    signed.put("content-type", contentType);
    signed.put("host", authority);
    added.put("authorization", authorization(time, request(path, signed, digest), signed));
    return added;
  }

  private static String request(String path, SortedMap<String, String> signed, String digest) {
    String headers =
        signed.entrySet().stream()
            .map(header -> header.getKey() + ":" + header.getValue() + "\n")
            .collect(Collectors.joining());
    return String.join("\n", "POST", encodedAgain(path), "", headers, names(signed), digest);
  }

  private static String names(SortedMap<String, String> signed) {
    return String.join(";", signed.keySet());
  }

  private String authorization(String time, String request, SortedMap<String, String> signed) {
    String day = time.substring(0, 8);
    String scope = "%s/%s/%s/aws4_request".formatted(day, region, service);
    String digest = sha256(request.getBytes(StandardCharsets.UTF_8));
    byte[] signature = hmac(key(day), String.join("\n", ALGORITHM, time, scope, digest));
    return "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
        .formatted(
            ALGORITHM,
            keys.accessKeyId(),
            scope,
            names(signed),
            HexFormat.of().formatHex(signature));
  }

  /// Every service but S3 encodes the path twice, so what is encoded already is encoded again.
  private static String encodedAgain(String path) {
    return path.replace("%", "%25");
  }

  private byte[] key(String day) {
    byte[] secret = ("AWS4" + keys.secretAccessKey()).getBytes(StandardCharsets.UTF_8);
    return hmac(hmac(hmac(hmac(secret, day), region), service), "aws4_request");
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
