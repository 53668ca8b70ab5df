package dev.fairway.inference.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One piece of a message or of an answer.
public sealed interface Part {
  /// Plain text.
  record Text(String text) implements Part {}

  /// A picture.
  record Image(Source source) implements Part {}

  /// A sound, such as speech.
  record Audio(Source source) implements Part {}

  /// A document, such as a PDF file.
  ///
  /// @param title the file's name, if it has one
  record Document(Source source, @Nullable String title) implements Part {}

  /// The model asks for a tool to be called.
  ///
  /// @param arguments an object; a [Json.Str] with the model's own text when that was no JSON
  ///   object (some models break off in the middle)
  /// @param signature what some providers sign a call with; goes back to them byte for byte
  record ToolCall(String id, String name, Json arguments, @Nullable String signature)
      implements Part {
    /// An unsigned call.
    public ToolCall(String id, String name, Json arguments) {
      this(id, name, arguments, null);
    }
  }

  /// What a tool answered.
  ///
  /// @param callId the [ToolCall#id] it belongs to
  /// @param content text, images and documents only
  record ToolResult(String callId, List<Part> content, boolean error) implements Part {
    public ToolResult {
      content = List.copyOf(content);
    }
  }

  /// The model's reasoning. A signed one goes back to the provider byte for byte; an unsigned one
  /// goes only to formats whose reasoning has no signatures. One that holds a signature only may be
  /// the signature of the text beside it, in formats that sign texts.
  record Thinking(String text, @Nullable String signature) implements Part {}

  /// Reasoning that only the provider can read; it goes back byte for byte.
  record RedactedThinking(String data) implements Part {}

  /// A block of one wire format that has no canonical form. It passes through to a provider of the
  /// same format and is refused by every other.
  record Opaque(String dialect, Json.Obj block) implements Part {}

  /// Where the bytes of an image, a sound or a document are.
  sealed interface Source {
    /// The provider fetches it.
    record Url(String url) implements Source {}

    /// Carried in the request.
    ///
    /// @param mediaType such as `image/png`
    record Base64(String mediaType, String data) implements Source {}
  }
}
