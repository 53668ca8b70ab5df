/// Patches: JSON patch, merge patch, strategic merge patch, server-side apply and managed fields.
@NullMarked
package dev.fairway.apiserver.apply;

import org.jspecify.annotations.NullMarked;
