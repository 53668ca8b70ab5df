@NullMarked
package dev.fairway.gateway.http;

import org.jspecify.annotations.NullMarked;
