/** Watching what a server or client does, without taking part. Imports {@code dev.parley.protocol} alone. */
@NullMarked
package dev.parley.observe;

import org.jspecify.annotations.NullMarked;
