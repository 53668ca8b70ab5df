package dev.fairway.metering.quota;

/// What a counter counts: one dimension of one subject, anew in every window.
public record Account(Subject subject, Dimension dimension, Window window) {}
