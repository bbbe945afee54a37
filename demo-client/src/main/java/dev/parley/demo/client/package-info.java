/**
 * The demo client: the tutorials' requests over Parley, as commands.
 *
 * <p>The commands make requests, {@link dev.parley.demo.client.Exchange} brings the answers, and {@code Shown} classes
 * print them. Of the project, it imports the library and the demo server, which it starts when it is given no other.
 */
@NullMarked
package dev.parley.demo.client;

import org.jspecify.annotations.NullMarked;
