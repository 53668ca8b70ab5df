/// What is kept of a key of the gateway, and how keys come to be. Shared by whoever makes keys and
/// whoever checks them; nothing here prints a key.
@NullMarked
package dev.fairway.api.keys;

import org.jspecify.annotations.NullMarked;
