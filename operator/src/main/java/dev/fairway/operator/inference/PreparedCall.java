package dev.fairway.operator.inference;

import dev.fairway.inference.chat.CallContext;

/// Everything a call needs, found and checked before it is claimed.
record PreparedCall(Asked asked, Question question, CallContext.Unsupported unsupported) {}
