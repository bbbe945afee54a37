package dev.parley.demo.client;

import dev.parley.demo.server.BuildVersion;
import dev.parley.protocol.Message;
import dev.parley.protocol.ParleyException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code demo-client binary}: one request of bytes. */
@Command(
        name = "binary",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        description = {
            "Send \"binary\" and VALUE as bytes, as app-client.py of the socket tutorials does for any action but search,",
            "and print the answer's bytes as Python shows them."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  demo-client binary 😃", "  demo-client binary 😃 --server 127.0.0.1:65432"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:there was an answer", "1:there was none: a line on stderr says why", "2:wrong usage"})
final class BinaryCommand implements Callable<Integer> {
    private static final String TYPE = "binary/custom-client-binary-type";

    @Parameters(paramLabel = "VALUE", description = "Text; sent in UTF-8.")
    private String value = "";

    @Mixin
    private Exchange exchange = new Exchange();

    @Override
    public Integer call() throws ParleyException {
        return exchange.run(Message.binary(TYPE, ("binary" + value).getBytes(StandardCharsets.UTF_8)));
    }
}
