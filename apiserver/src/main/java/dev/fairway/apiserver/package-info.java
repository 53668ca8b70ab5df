@NullMarked
package dev.fairway.apiserver;

import org.jspecify.annotations.NullMarked;
