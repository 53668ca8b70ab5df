package dev.fairway.inference.catalog;

/// What a model is for.
public enum Task {
  CHAT,
  EMBEDDINGS,
  RERANK,
  IMAGE,
  VIDEO,
  SPEECH,
  TRANSCRIPTION,
  REALTIME,
  MODERATION,
  OCR,
  DETECTION
}
