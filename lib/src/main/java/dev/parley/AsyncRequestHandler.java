package dev.parley;

import java.util.concurrent.CompletionStage;

/**
 * Answers requests later.
 *
 * @param <M> the message
 */
@FunctionalInterface
public interface AsyncRequestHandler<M> {

    /**
     * Begins to answer one request. Called on the executor, for a connection's requests in order, and for the next one
     * while earlier stages are not complete, up to {@link dev.parley.protocol.Limits#maxInFlight()}.
     *
     * @param request what came
     * @param peer who sent it
     * @return completes with the answer, on any thread and in any order; answers are sent in the requests' order
     * @throws Exception when there is none: see {@link ServerBuilder#onError}
     */
    CompletionStage<M> answer(M request, Peer<M> peer) throws Exception;
}
