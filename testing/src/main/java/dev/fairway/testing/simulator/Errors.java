package dev.fairway.testing.simulator;

import static dev.fairway.testing.simulator.Trees.object;

import dev.fairway.inference.chat.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Error answers of each provider.
final class Errors {
  private Errors() {}

  static Json body(Vendor vendor, Wrong wrong) {
    return switch (vendor) {
      case OPENAI -> openAi(wrong);
      case AZURE_OPENAI -> azure(wrong);
      case ANTHROPIC -> anthropic(wrong);
      case GEMINI ->
          object(
              "error",
              object(
                  "code", wrong.status(),
                  "message", wrong.text(),
                  "status", wrong.codeOr(grpcCode(wrong.status()))));
      case BEDROCK -> object("message", wrong.text());
      case COHERE -> object("id", "req_simulated", "message", wrong.text());
      case MISTRAL -> mistral(wrong);
      case OLLAMA, KSERVE -> object("error", wrong.text());
    };
  }

  /// Headers that name the error where the body does not.
  static Map<String, String> headers(Vendor vendor, Wrong wrong) {
    return vendor == Vendor.BEDROCK
        ? Map.of("x-amzn-errortype", awsException(wrong) + ":http://internal.amazon.com/coral/")
        : Map.of();
  }

  private static Json openAi(Wrong wrong) {
    String type =
        switch (wrong.status()) {
          case 429 -> "rate_limit_error";
          case 500, 502, 503, 504, 529 -> "server_error";
          default -> "invalid_request_error";
        };
    return object(
        "error",
        object(
            "message",
            wrong.text(),
            "type",
            type,
            "param",
            null,
            "code",
            wrong.code() == null ? openAiCode(wrong.status()) : wrong.code()));
  }

  private static @Nullable String openAiCode(int status) {
    return switch (status) {
      case 401 -> "invalid_api_key";
      case 404 -> "model_not_found";
      case 429 -> "rate_limit_exceeded";
      default -> null;
    };
  }

  /// Azure's own layer answers with a code and a message; what its filter stops says which category
  /// it was.
  private static Json azure(Wrong wrong) {
    if ("content_filter".equals(wrong.code())) {
      return object(
          "error",
          object(
              "message",
              wrong.text(),
              "type",
              null,
              "param",
              "prompt",
              "code",
              "content_filter",
              "status",
              wrong.status(),
              "innererror",
              object(
                  "code",
                  "ResponsibleAIPolicyViolation",
                  "content_filter_result",
                  AzureWire.filtered())));
    }
    return object(
        "error",
        object("code", wrong.codeOr(Integer.toString(wrong.status())), "message", wrong.text()));
  }

  private static Json anthropic(Wrong wrong) {
    String type =
        switch (wrong.status()) {
          case 401 -> "authentication_error";
          case 402 -> "billing_error";
          case 403 -> "permission_error";
          case 404 -> "not_found_error";
          case 409 -> "conflict_error";
          case 429 -> "rate_limit_error";
          case 504 -> "timeout_error";
          case 529 -> "overloaded_error";
          default -> wrong.status() >= 500 ? "api_error" : "invalid_request_error";
        };
    Json.Obj error = object("type", type, "message", wrong.text());
    if (wrong.code() != null) {
      error = error.with("details", object("error_code", wrong.code()));
    }
    return object("type", "error", "error", error, "request_id", "req_simulated");
  }

  /// What the proxy in front of Mistral's API refuses looks different from what the model server
  /// refuses.
  private static Json mistral(Wrong wrong) {
    return wrong.status() == 401
        ? object("detail", wrong.text())
        : object(
            "object",
            "error",
            "message",
            wrong.text(),
            "type",
            wrong.codeOr("invalid_request_error"),
            "param",
            null,
            "code",
            null);
  }

  private static String grpcCode(int status) {
    return switch (status) {
      case 400 -> "INVALID_ARGUMENT";
      case 401 -> "UNAUTHENTICATED";
      case 403 -> "PERMISSION_DENIED";
      case 404 -> "NOT_FOUND";
      case 409 -> "ABORTED";
      case 429 -> "RESOURCE_EXHAUSTED";
      case 499 -> "CANCELLED";
      case 503 -> "UNAVAILABLE";
      case 504 -> "DEADLINE_EXCEEDED";
      default -> status >= 500 ? "INTERNAL" : "FAILED_PRECONDITION";
    };
  }

  /// The exception of Bedrock's runtime service that has the status.
  static String awsException(Wrong wrong) {
    return wrong.codeOr(
        switch (wrong.status()) {
          case 400 -> "ValidationException";
          case 401, 403 -> "AccessDeniedException";
          case 404 -> "ResourceNotFoundException";
          case 408 -> "ModelTimeoutException";
          case 424 -> "ModelErrorException";
          case 429 -> "ThrottlingException";
          case 503 -> "ServiceUnavailableException";
          default -> "InternalServerException";
        });
  }
}
