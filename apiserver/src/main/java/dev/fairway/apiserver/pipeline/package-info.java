/// One request from target to answer; the route table of what is served.
@NullMarked
package dev.fairway.apiserver.pipeline;

import org.jspecify.annotations.NullMarked;
