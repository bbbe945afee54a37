package dev.parley;

import org.testng.annotations.Test;

/** A channel's messages as a publisher whose signals come from the event loop itself. */
@Test
public class DirectMessagesPublisherTckTest extends PublisherVerification {
    public DirectMessagesPublisherTckTest() {
        super(Runnable::run);
    }
}
