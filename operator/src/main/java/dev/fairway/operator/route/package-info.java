/// ModelRoutes: what their targets are, where calls go, and the controller that reports on them.
@NullMarked
package dev.fairway.operator.route;

import org.jspecify.annotations.NullMarked;
