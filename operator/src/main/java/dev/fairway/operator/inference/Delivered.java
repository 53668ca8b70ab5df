package dev.fairway.operator.inference;

import dev.fairway.api.v1.FreeJson;
import dev.fairway.api.v1.ResultRef;
import org.jspecify.annotations.Nullable;

/// Where an answer went: into the status, or elsewhere with a preview in the status.
record Delivered(FreeJson inline, @Nullable ResultRef ref) {}
