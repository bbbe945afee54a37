package dev.parley.demo.client;

import dev.parley.demo.server.Program;

/** Where {@code demo-client.jar} starts. */
public final class Main {
    private Main() {}

    /** Runs the command that the arguments name, and exits with its code. */
    public static void main(String[] args) {
        System.exit(Program.run(new DemoClient(), Arguments.typed(args)));
    }
}
