package dev.parley;

import java.util.concurrent.ForkJoinPool;
import org.testng.annotations.Test;

/** A channel's messages as a publisher whose signals come from a pool. */
@Test
public class MessagesPublisherTckTest extends PublisherVerification {
    public MessagesPublisherTckTest() {
        super(ForkJoinPool.commonPool());
    }
}
