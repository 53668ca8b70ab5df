/// The way to a provider over HTTP. [dev.fairway.inference.provider.Upstream] is the shared
/// transport, one per process; [dev.fairway.inference.provider.HttpChatModel] puts a dialect on top
/// of it. Calls block their thread, which should be a virtual one, and end by a deadline or an
/// interrupt. Redirects are never followed, and addresses are checked when a connection is made.
/// Only this package knows Netty.
@NullMarked
package dev.fairway.inference.provider;

import org.jspecify.annotations.NullMarked;
