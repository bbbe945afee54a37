/**
 * The demo server: the tutorials' search service over Parley, as a command.
 *
 * <p>{@link dev.parley.demo.server.SearchService} answers, {@link dev.parley.demo.server.AppServer} listens, and the
 * commands print what happens. What both demos' command lines have in common is here too; of the project, it imports the
 * library alone.
 */
@NullMarked
package dev.parley.demo.server;

import org.jspecify.annotations.NullMarked;
