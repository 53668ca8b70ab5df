package dev.fairway.operator.inference;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.operator.provider.Target;

/// Everything a call needs, found and checked before it is claimed.
record PreparedCall(Target target, Question question, CallContext.Unsupported unsupported) {}
