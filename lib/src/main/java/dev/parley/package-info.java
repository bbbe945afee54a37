/**
 * Asynchronous messages over TCP: channels, clients and servers whose every wait is a
 * {@link java.util.concurrent.CompletableFuture}.
 *
 * <p>The words:
 *
 * <ul>
 *   <li>A {@link dev.parley.MessageChannel} is one connection that speaks messages of a type {@code M}.
 *   <li>A {@link dev.parley.MessageClient} sends requests and completes a future with each answer.
 *   <li>A {@link dev.parley.MessageServer} accepts connections and hands requests to a handler.
 *   <li>A {@link dev.parley.Peer} is the far side of a connection, as a handler sees it.
 * </ul>
 *
 * <p><b>Threads.</b> I/O runs on a few event loops. Handlers run, and futures complete, on the executor that the builder
 * was given; without one, on virtual threads where the JDK has them, else on a bounded pool of daemon threads. What
 * comes from one connection comes in order, one at a time. An executor that runs tasks in place
 * ({@code Runnable::run}) puts handlers and completions on the event loop: the fastest way, for code that never blocks.
 * An executor that refuses a task has it run on the common pool instead, so that nothing is left pending.
 *
 * <p><b>Ends.</b> Every future that is handed out completes, once, with the first cause: an answer, a timeout, or a
 * {@link dev.parley.protocol.ParleyException} that tells how far the message got. Null arguments are refused with a
 * {@link java.lang.NullPointerException} that names them; null is never returned.
 */
@NullMarked
package dev.parley;

import org.jspecify.annotations.NullMarked;
