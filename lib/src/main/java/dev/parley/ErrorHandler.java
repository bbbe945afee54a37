package dev.parley;

/**
 * Answers requests that their handler failed to answer.
 *
 * @param <M> the message
 */
@FunctionalInterface
public interface ErrorHandler<M> {

    /**
     * Answers in a failed handler's place, on the thread on which it failed.
     *
     * @param request what came
     * @param failure what the handler threw, or its stage failed with
     * @return the answer, not null
     * @throws Exception when there is none: then the connection is closed
     */
    M answer(M request, Throwable failure) throws Exception;
}
