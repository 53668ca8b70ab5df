package dev.fairway.inference.catalog;

/// What a model can do or take in a call, beside text.
public enum Capability {
  TOOLS,
  TOOL_CHOICE,
  PARALLEL_TOOLS,
  IMAGES,
  DOCUMENTS,
  AUDIO,
  VIDEO,
  STRUCTURED_OUTPUT,
  REASONING,
  STREAMING,
  PROMPT_CACHE,
  WEB_SEARCH
}
