package dev.parley;

/**
 * Answers requests; may block.
 *
 * @param <M> the message
 */
@FunctionalInterface
public interface RequestHandler<M> {

    /**
     * Answers one request. Called on the executor, for one request of a connection after the other.
     *
     * @param request what came
     * @param peer who sent it
     * @return the answer, not null
     * @throws Exception when there is none: see {@link ServerBuilder#onError}
     */
    M answer(M request, Peer<M> peer) throws Exception;
}
