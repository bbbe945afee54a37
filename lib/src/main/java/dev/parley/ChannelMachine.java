package dev.parley;

import dev.parley.protocol.CloseReason;
import dev.parley.protocol.ParleyException;
import org.jspecify.annotations.Nullable;

/**
 * What a connection is to do next, for every order of events; pure, so that every order can be tried.
 *
 * <pre>
 *                         endOutput                          close
 *      OPEN ──────────────────────────► OPEN, output ends ──────────► DRAINING
 *        │          close: DRAIN                                         │
 *        ├───────────────────────────────────────────────────────────────┤
 *        │                                          output ended AND input ended: CLOSE
 *        ├── output failed: STOP_OUTPUT ──► OUTPUT FAILED ── input ended, close: CLOSE
 *        │   closeNow, failed, drain expired: CLOSE                      │
 *        └──────────────────────────────► CLOSED ◄───────────────────────┘
 * </pre>
 *
 * <p>Draining is: everything taken on is sent, then the output is ended; meanwhile input is discarded until the peer ends
 * its stream too. Closing with unread input would reset the connection and lose what the peer has not read yet.
 *
 * <p>The first reason stays. The peer's end alone closes nothing: what is outstanding can still be sent.
 */
final class ChannelMachine {

    /** What the shell is to do. */
    enum Action {
        NONE,
        /** Send what was taken on, then end the output. */
        FINISH_OUTPUT,
        /** The same, and discard input until it ends, within the drain time. */
        DRAIN,
        /** Send nothing more, and read on until the input ends, within the drain time. */
        STOP_OUTPUT,
        /** Close the link now. */
        CLOSE
    }

    private boolean outputFinishing;
    private boolean outputEnded;
    private boolean outputFailed;
    private boolean inputEnded;
    private boolean draining;
    private boolean closed;
    private @Nullable CloseReason reason;

    /** Half-close: this side has no more to say. */
    Action endOutput() {
        if (closed || outputFinishing) {
            return Action.NONE;
        }
        outputFinishing = true;
        return Action.FINISH_OUTPUT;
    }

    /** Close in order. */
    Action close(CloseReason why) {
        if (outputFailed) {
            return closeNow(why);
        }
        if (closed || draining) {
            return Action.NONE;
        }
        settle(why);
        draining = true;
        outputFinishing = true;
        return bothEnded() ? closed() : Action.DRAIN;
    }

    /** The last byte was handed over and the output ended. */
    Action outputEnded() {
        outputEnded = true;
        return afterAnEnd();
    }

    /** The peer ended its stream. */
    Action inputEnded() {
        inputEnded = true;
        return afterAnEnd();
    }

    /** Nothing more can be sent; what the peer sent before that may still be read. */
    Action outputFailed(ParleyException cause) {
        if (draining || inputEnded) {
            return failed(cause);
        }
        if (closed) {
            return Action.NONE;
        }
        settle(new CloseReason.Failed(cause));
        outputFailed = true;
        outputFinishing = true;
        outputEnded = true;
        draining = true;
        return Action.STOP_OUTPUT;
    }

    /** The link is of no more use. */
    Action failed(ParleyException cause) {
        return closeNow(new CloseReason.Failed(cause));
    }

    /** Close without waiting for anything, the drain's end included. */
    Action closeNow(CloseReason why) {
        if (closed) {
            return Action.NONE;
        }
        settle(why);
        return closed();
    }

    /** Whether messages are still taken on. */
    boolean acceptsOutput() {
        return !outputFinishing && !closed;
    }

    /** Whether the connection is over. */
    boolean isClosed() {
        return closed;
    }

    /** Why it ends: the first reason; while none is known, the output was ended by this side. */
    CloseReason reason() {
        return reason == null ? new CloseReason.Local() : reason;
    }

    private void settle(CloseReason why) {
        if (reason == null) {
            reason = inputEnded && why instanceof CloseReason.Local ? new CloseReason.PeerEnded() : why;
        }
    }

    private Action afterAnEnd() {
        return draining && !closed && bothEnded() ? closed() : Action.NONE;
    }

    private boolean bothEnded() {
        return outputEnded && inputEnded;
    }

    private Action closed() {
        closed = true;
        return Action.CLOSE;
    }
}
