package dev.parley.demo.server;

import picocli.CommandLine.Option;

/** The option {@code --verbose}, the same in all commands. */
public final class Verbosity {
    static final String OPTION = "--verbose";

    @Option(
            names = {"-v", OPTION},
            description = "Say more on stderr: the log, and stack traces of failures.")
    private boolean verbose;

    /** For picocli. */
    public Verbosity() {}

    /** Whether it was given. */
    public boolean isOn() {
        return verbose;
    }
}
