package dev.parley.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What a {@link Child} does with the lines that it is told: each is answered by one line, until the input ends. */
final class Orders {
    static final String DONE = "done ";

    private Orders() {}

    /** Carries an order out; the words are separated by blanks. */
    interface Command {
        Object run(String[] words) throws Exception;
    }

    static void follow(Command command) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(answer(command, line));
        }
        Runtime.getRuntime().halt(0); // whatever still runs: nobody is left to hear of it
    }

    private static String answer(Command command, String line) {
        try {
            return DONE + command.run(line.split(" ", -1));
        } catch (Throwable failure) {
            failure.printStackTrace();
            return "failed: " + failure.toString().replaceAll("\\s+", " ");
        }
    }
}
