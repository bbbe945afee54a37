package dev.parley;

import dev.parley.net.Timer;
import dev.parley.observe.Observer;
import dev.parley.protocol.Limits;
import java.util.concurrent.Executor;

/**
 * What all connections of one client or server share.
 *
 * @param limits what they are held to
 * @param user where users' code runs
 * @param timer for all waits
 * @param observer hears of them; does not throw
 */
record Settings(Limits limits, Executor user, Timer timer, Observer observer) {}
