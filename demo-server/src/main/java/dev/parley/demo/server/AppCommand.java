package dev.parley.demo.server;

import dev.parley.ConnectionUse;
import dev.parley.MessageServer;
import dev.parley.protocol.Message;
import dev.parley.protocol.ParleyException;
import java.net.BindException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code demo-server app}: serves searches until it is interrupted. */
@Command(
        name = "app",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        description = {
            "Answer searches, as app-server.py of the socket tutorials does, one or many on each connection.",
            "A line on stdout for each thing that happens. Ctrl-C closes it: what was asked is answered first."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  demo-server app                      on 127.0.0.1:65432, for this machine only",
            "  demo-server app 127.0.0.1 0          on any port that is free; it is printed",
            "  demo-server app \"\" 65432             on all addresses of this machine",
            "  demo-server app --one-exchange       close after each answer, as Python does",
            "",
            "Then, elsewhere:",
            "  demo-client search morpheus --server 127.0.0.1:65432"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:closed by Ctrl-C or SIGTERM", "1:it cannot listen there", "2:wrong usage"})
final class AppCommand implements Callable<Integer> {
    private static final int MOST_PORT = 0xFFFF;

    @Parameters(
            index = "0",
            paramLabel = "HOST",
            arity = "0..1",
            defaultValue = "127.0.0.1",
            description = "Where to listen: a name or an address of this machine, \"\" for all (${DEFAULT-VALUE}).")
    private String host = "";

    @Parameters(
            index = "1",
            paramLabel = "PORT",
            arity = "0..1",
            defaultValue = "65432",
            description = "0 for any that is free (${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--one-exchange", description = "Close a connection after its first answer.")
    private boolean oneExchange;

    @Mixin
    @SuppressWarnings("UnusedVariable") // Program asks picocli for it
    private Verbosity verbosity = new Verbosity();

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws ParleyException {
        if (port < 0 || port > MOST_PORT) {
            throw new ParameterException(spec.commandLine(), "PORT: " + port + " is not from 0 to " + MOST_PORT);
        }
        Transcript transcript = new Transcript(spec.commandLine().getOut());
        UntilSignal.serve(() -> start(transcript), transcript::interrupted);
        return CommandLine.ExitCode.OK;
    }

    private MessageServer<Message> start(Transcript transcript) throws ParleyException {
        ConnectionUse use = oneExchange ? ConnectionUse.ONE_EXCHANGE : ConnectionUse.PIPELINED;
        try {
            return AppServer.start(host, port, use, transcript);
        } catch (ParleyException failure) {
            if (failure.getCause() instanceof BindException) {
                throw new ParleyException(
                        failure.getMessage() + "; give another HOST or PORT, or 0 for any port that is free",
                        failure,
                        null,
                        failure.delivery());
            }
            throw failure;
        }
    }
}
