package dev.parley.demo.server;

/** Where {@code demo-server.jar} starts. */
public final class Main {
    private Main() {}

    /** Runs the command that the arguments name, and exits with its code. */
    public static void main(String[] args) {
        System.exit(Program.run(new DemoServer(), args));
    }
}
