package dev.fairway.inference.catalog;

/// What is charged beside tokens. Prices of units are nano units of the currency for one.
public enum Unit {
  /// A fee for every call.
  REQUEST,
  /// A web search the provider makes during a call.
  SEARCH,
  /// An hour of audio, in or out.
  AUDIO_HOUR,
  /// A page of a document that is read.
  PAGE
}
