/// Sockets. A listener takes requests of clients, one at a time per connection, and hands them to
/// an endpoint; calls to providers run on the event loop of the client that caused them, so that no
/// lock and no hop between threads is needed. Bytes are read and written here and nowhere else;
/// what they are for is decided elsewhere. Nothing here blocks.
@NullMarked
package dev.fairway.gateway.http;

import org.jspecify.annotations.NullMarked;
