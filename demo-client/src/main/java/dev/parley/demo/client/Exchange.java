package dev.parley.demo.client;

import dev.parley.ConnectionUse;
import dev.parley.MessageClient;
import dev.parley.MessageServer;
import dev.parley.demo.server.AddressText;
import dev.parley.demo.server.AppServer;
import dev.parley.demo.server.Verbosity;
import dev.parley.observe.Observer;
import dev.parley.protocol.Limits;
import dev.parley.protocol.Message;
import dev.parley.protocol.ParleyException;
import dev.parley.protocol.Protocol;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One request and its answer, on a connection of its own: what all commands share, with the options for it. */
final class Exchange {
    private static final String LOOPBACK = "127.0.0.1";

    @Option(
            names = {"-s", "--server"},
            paramLabel = "HOST:PORT",
            converter = HostPort.Converter.class,
            description = "Where the server is, such as 127.0.0.1:65432 or [::1]:65432."
                    + " Without it, one is started in this process, for this request alone.")
    private @Nullable HostPort server;

    @Option(
            names = {"-t", "--timeout"},
            paramLabel = "TIME",
            converter = TimeConverter.class,
            defaultValue = "10s",
            description = "How long it may take, connecting included: 500ms, 2s, 1m (${DEFAULT-VALUE}).")
    private Duration timeout = Duration.ZERO;

    @Mixin
    private Verbosity verbosity = new Verbosity();

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    /**
     * Sends the request and prints the answer; gives the exit code.
     *
     * @throws ParleyException when there is no answer, or no usable one, with a text for the user
     */
    int run(Message request) throws ParleyException {
        HostPort given = server;
        if (given != null) {
            return run(request, given);
        }
        try (MessageServer<Message> embedded = AppServer.start(LOOPBACK, 0)) {
            InetSocketAddress address = (InetSocketAddress) embedded.address();
            printError("no --server given: asking one started in this process, on " + AddressText.of(address));
            return run(request, new HostPort(LOOPBACK, address.getPort()));
        }
    }

    private int run(Message request, HostPort with) throws ParleyException {
        try {
            String line = ShownAnswer.of(answer(request, with));
            PrintWriter out = spec.commandLine().getOut();
            out.println(line);
            out.flush();
            return CommandLine.ExitCode.OK;
        } catch (CompletionException failure) {
            throw Failure.told(failure.getCause() == null ? failure : failure.getCause(), with);
        } catch (ParleyException failure) {
            throw Failure.told(failure, with);
        }
    }

    private Message answer(Message request, HostPort with) {
        Observer observer = Observer.none();
        if (verbosity.isOn()) {
            ConnectionLines lines = new ConnectionLines(spec.commandLine().getErr());
            lines.starting(with);
            observer = lines;
        }
        try (MessageClient<Message> client = MessageClient.builder(Protocol.jsonHeader())
                .use(ConnectionUse.ONE_EXCHANGE)
                .limits(Limits.builder()
                        .connectTimeout(timeout)
                        .requestTimeout(timeout)
                        .build())
                .observer(observer)
                .connect(with.host(), with.port())
                .join()) {
            return client.send(request).join();
        }
    }

    private void printError(String text) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(text);
        err.flush();
    }
}
