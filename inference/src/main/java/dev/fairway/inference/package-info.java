/// What a model call is: the canonical form in `chat`, one wire format each in `dialect`, models
/// and their prices in `catalog`, which target answers in `routing`, and the transport to a
/// provider in `provider`. Packages depend one way: `chat`, then `dialect` and `catalog`, then
/// `routing`, then `provider`. Only `provider` does I/O, and only it knows Netty.
@NullMarked
package dev.fairway.inference;

import org.jspecify.annotations.NullMarked;
