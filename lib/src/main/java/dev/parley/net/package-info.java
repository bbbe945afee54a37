/**
 * Asynchronous bytes: links over sockets and over memory, the event loops they live on, buffers, and timers.
 *
 * <p>Not exported. Imported by {@code dev.parley}; imports nothing of Parley. Nothing here knows what a message is.
 *
 * <p>Callbacks of a {@link dev.parley.net.Link} come on its event loop's thread, or inside the call that asked for them;
 * they must not block and must not throw. One read and one write may be under way at a time on each link.
 */
@NullMarked
package dev.parley.net;

import org.jspecify.annotations.NullMarked;
