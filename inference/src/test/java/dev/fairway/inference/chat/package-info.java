@NullMarked
package dev.fairway.inference.chat;

import org.jspecify.annotations.NullMarked;
