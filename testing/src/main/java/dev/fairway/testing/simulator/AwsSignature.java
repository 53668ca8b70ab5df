package dev.fairway.testing.simulator;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// AWS Signature Version 4 as the receiving side checks it, by the rules that AWS publishes: for
/// every service but S3 each part of the path is encoded twice.
final class AwsSignature {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String SERVICE = "bedrock";
  private static final HexFormat HEX = HexFormat.of();

  private AwsSignature() {}

  static boolean isSigned(Received request) {
    return request.header("authorization").orElse("").startsWith(ALGORITHM);
  }

  /// @throws Wrong when the signature is not that of this request and key
  static void verify(Received request, SimulatorSettings.AwsKey key) {
    Map<String, String> fields = fields(request);
    String[] scope = fields.getOrDefault("Credential", "").split("/");
    String[] signed = fields.getOrDefault("SignedHeaders", "").split(";");
    if (scope.length != 5 || !scope[4].equals("aws4_request")) {
      throw new Wrong(
          403,
          "Authorization header requires 'Credential' parameter with a scope of five parts.",
          "IncompleteSignatureException");
    }
    if (!scope[3].equals(SERVICE)) {
      throw new Wrong(
          403,
          "Credential should be scoped to correct service: '" + SERVICE + "'.",
          "InvalidSignatureException");
    }
    if (!scope[0].equals(key.id())) {
      throw new Wrong(
          403,
          "The security token included in the request is invalid.",
          "UnrecognizedClientException");
    }
    if (!Arrays.asList(signed).contains("host")) {
      throw new Wrong(
          403,
          "'Host' must be a 'SignedHeader' in the AWS Authorization.",
          "InvalidSignatureException");
    }
    if (!request.header("x-amz-date").orElse("").startsWith(scope[1])) {
      throw new Wrong(
          403,
          "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from"
              + " HTTP.",
          "InvalidSignatureException");
    }
    String expected = signature(request, List.of(signed), scope, key.secret());
    if (!expected.equals(fields.get("Signature"))) {
      throw new Wrong(
          403,
          "The request signature we calculated does not match the signature you provided. Check"
              + " your AWS Secret Access Key and signing method.",
          "InvalidSignatureException");
    }
  }

  private static Map<String, String> fields(Received request) {
    return Arrays.stream(
            request
                .header("authorization")
                .orElseThrow()
                .substring(ALGORITHM.length())
                .strip()
                .split(",\\s*"))
        .map(field -> field.split("=", 2))
        .filter(field -> field.length == 2)
        .collect(Collectors.toMap(field -> field[0], field -> field[1], (first, _) -> first));
  }

  private static String signature(
      Received request, List<String> signed, String[] scope, String secret) {
    String canonical =
        String.join(
            "\n",
            request.method(),
            Arrays.stream(request.route().split("/", -1))
                .map(AwsSignature::encoded)
                .collect(Collectors.joining("/")),
            canonicalQuery(request),
            canonicalHeaders(request, signed),
            "",
            String.join(";", signed),
            hash(request.body()));
    String toSign =
        String.join(
            "\n",
            ALGORITHM,
            request.header("x-amz-date").orElse(""),
            scope[1] + "/" + scope[2] + "/" + scope[3] + "/" + scope[4],
            hash(canonical.getBytes(StandardCharsets.UTF_8)));
    byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
    for (String part : List.of(scope[1], scope[2], scope[3], scope[4])) {
      key = mac(key, part);
    }
    return HEX.formatHex(mac(key, toSign));
  }

  private static String canonicalQuery(Received request) {
    return Arrays.stream(request.query().split("&"))
        .filter(pair -> !pair.isEmpty())
        .map(pair -> pair.contains("=") ? pair : pair + "=")
        .sorted()
        .collect(Collectors.joining("&"));
  }

  private static String canonicalHeaders(Received request, List<String> signed) {
    Map<String, String> values =
        request.headers().stream()
            .collect(
                Collectors.toMap(
                    header -> header.getKey().toLowerCase(Locale.ROOT),
                    header -> header.getValue().strip().replaceAll(" +", " "),
                    (first, second) -> first + "," + second,
                    TreeMap::new));
    Function<String, String> line = name -> name + ":" + values.getOrDefault(name, "") + "\n";
    return signed.stream().map(line).collect(Collectors.joining()).stripTrailing();
  }

  /// Percent-encodes all but the unreserved characters of RFC 3986.
  private static String encoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean unreserved = c < 128 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0);
      encoded.append(unreserved ? String.valueOf(c) : "%" + HEX.withUpperCase().toHexDigits(b));
    }
    return encoded.toString();
  }

  private static String hash(byte[] bytes) {
    return HEX.formatHex(HashVectors.hash(bytes));
  }

  private static byte[] mac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
