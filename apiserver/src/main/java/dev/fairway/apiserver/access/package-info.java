/// Who calls and what they may do: certificates, tokens, RBAC.
@NullMarked
package dev.fairway.apiserver.access;

import org.jspecify.annotations.NullMarked;
