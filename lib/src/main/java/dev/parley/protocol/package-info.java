/**
 * What both sides of a connection agree on: bytes and messages, limits, and what can go wrong.
 *
 * <p>The words:
 *
 * <ul>
 *   <li>A <em>protocol</em> turns bytes into messages of a type {@code M} and back. It is the one extension point.
 *   <li>A <em>decoder</em> is a protocol's memory of one connection: bytes in, whole messages out.
 *   <li>A <em>framing</em> finds where a message of plain bytes ends; protocols of bytes are built on one.
 *   <li>A {@link dev.parley.protocol.Message} is the message of the default protocol, JSON header and content.
 * </ul>
 *
 * <p>This package is the bottom of the house: it imports nothing else of Parley, opens no socket, starts no thread and
 * takes no lock. Decoders are called by one thread at a time; everything else here is immutable.
 */
@NullMarked
package dev.parley.protocol;

import org.jspecify.annotations.NullMarked;
