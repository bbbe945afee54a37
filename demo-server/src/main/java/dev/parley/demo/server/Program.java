package dev.parley.demo.server;

import dev.parley.protocol.Untrusted;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * A command line that behaves: text in UTF-8, one line for an error, 0 for success, 1 for failure, 2 for wrong usage.
 *
 * <p>Commands print to the writers of their {@link CommandLine}, so that tests can read what they print.
 */
public final class Program {
    private Program() {}

    /** Runs a command in this process, with its streams and its log; returns the exit code. */
    public static int run(Object command, String... args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        CommandLine line = commandLine(command).setOut(out).setErr(err);
        line.setExecutionStrategy(parsed -> {
            Logging.toStderr(isVerbose(parsed));
            return new RunLast().execute(parsed);
        });
        int code = line.execute(args);
        if (out.checkError() && code == CommandLine.ExitCode.OK) {
            err.println(line.getCommandName() + ": cannot write to stdout");
            return CommandLine.ExitCode.SOFTWARE;
        }
        return code;
    }

    /** The command line, for one's own writers. */
    public static CommandLine commandLine(Object command) {
        return new CommandLine(command)
                .setExpandAtFiles(false) // "search @x" searches for @x
                .setParameterExceptionHandler(Program::wrongUsage)
                .setExecutionExceptionHandler(Program::failed);
    }

    private static int wrongUsage(ParameterException wrong, String[] args) {
        CommandLine line = wrong.getCommandLine();
        String help = line.getCommandSpec().qualifiedName() + " --help";
        printError(line, wrong.getMessage() + " (see '" + help + "')");
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(Exception failure, CommandLine line, ParseResult parsed) {
        String message = failure.getMessage();
        printError(line, message == null ? failure.getClass().getName() : message);
        if (isVerbose(parsed)) {
            Untrusted.printable(failure).printStackTrace(line.getErr());
            line.getErr().flush();
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static void printError(CommandLine line, String message) {
        String name = line.getCommandSpec().root().name();
        line.getErr().println(name + ": " + Untrusted.escape(message));
        line.getErr().flush();
    }

    private static boolean isVerbose(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        return last.hasMatchedOption(Verbosity.OPTION);
    }
}
