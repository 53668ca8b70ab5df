/// Model providers: finding the one a request names, and the controller that reports on them.
@NullMarked
package dev.fairway.operator.provider;

import org.jspecify.annotations.NullMarked;
