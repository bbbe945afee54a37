package dev.parley;

import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** The program that {@link TruncationTest} kills: for each possible cut, a connection with one message and a part of another. */
final class HalfMessages {
    private HalfMessages() {}

    /** Its only argument is the server's port; "sent" on stdout says that all was sent. */
    public static void main(String[] arguments) throws Exception {
        byte[] stream = TruncationTest.stream();
        List<Socket> open = new ArrayList<>();
        for (int cut = TruncationTest.FIRST_ENDS + 1; cut < stream.length; cut++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
            socket.getOutputStream().write(stream, 0, cut);
            open.add(socket);
        }
        System.out.println("sent on " + open.size());
        System.in.read();
    }
}
