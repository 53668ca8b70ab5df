/// The endpoints that call models: who may, where to, and what of it comes back.
@NullMarked
package dev.fairway.gateway.chat;

import org.jspecify.annotations.NullMarked;
