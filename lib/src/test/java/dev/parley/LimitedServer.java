package dev.parley;

import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The program of {@link DescriptorExhaustionTest} that echoes; it prints where, and a line for each of the log. */
final class LimitedServer {
    private LimitedServer() {}

    public static void main(String[] arguments) throws Exception {
        LimitedProcess.warmUp();
        if (arguments.length == 0) {
            tellTheLog();
        } // else the log is what a program has that does not care, and nobody has used it
        try (MessageServer<byte[]> server = MessageServer.builder(RoundTrip.BYTES)
                .answer((request, peer) -> request)
                .bind(RoundTrip.HOST, 0)) {
            System.out.println("port " + RoundTrip.port(server));
            System.in.read(); // until the test ends it, or itself
        }
    }

    private static void tellTheLog() {
        Logger logger = Logger.getLogger("dev.parley");
        logger.setUseParentHandlers(false);
        logger.addHandler(new Handler() {
            @Override
            public void publish(LogRecord record) {
                System.out.println("log " + record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
    }
}
