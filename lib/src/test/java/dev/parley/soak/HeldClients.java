package dev.parley.soak;

import dev.parley.MessageClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A process of its own that holds as many clients as it is told to, and has them all ask. */
final class HeldClients {
    /** How many connect at a time: fewer than a backlog. */
    private static final int AT_A_TIME = 200;

    private static final int DEADLINE_SECONDS = 60;

    private final List<MessageClient<byte[]>> clients = new ArrayList<>();
    private int asked;

    private HeldClients() {}

    public static void main(String[] arguments) throws IOException {
        Orders.follow(new HeldClients()::run);
    }

    private Object run(String[] words) throws Exception {
        return switch (words[0]) {
            case "open" -> open(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
            case "ask" -> ask();
            case "heap" -> Memory.heap();
            case "direct" -> Memory.direct();
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private int open(int port, int count) throws Exception {
        for (int left = count; left > 0; left -= AT_A_TIME) {
            List<CompletableFuture<MessageClient<byte[]>>> opening = new ArrayList<>();
            for (int i = 0; i < Math.min(left, AT_A_TIME); i++) {
                opening.add(MessageClient.builder(HoldingServer.BYTES).connect(HoldingServer.HOST, port));
            }
            for (CompletableFuture<MessageClient<byte[]>> client : opening) {
                clients.add(client.get(DEADLINE_SECONDS, TimeUnit.SECONDS));
            }
        }
        return clients.size();
    }

    /** A request of each, all at once, and the right answers to all of them; gives how many. */
    private int ask() throws Exception {
        List<CompletableFuture<byte[]>> answers = new ArrayList<>();
        int first = asked;
        for (MessageClient<byte[]> client : clients) {
            answers.add(client.send(
                    ByteBuffer.allocate(Integer.BYTES).putInt(asked++).array()));
        }
        for (int i = 0; i < answers.size(); i++) {
            int answer = ByteBuffer.wrap(answers.get(i).get(DEADLINE_SECONDS, TimeUnit.SECONDS))
                    .getInt();
            if (answer != first + i) {
                throw new IllegalStateException("request " + (first + i) + " got the answer to " + answer);
            }
        }
        return answers.size();
    }
}
