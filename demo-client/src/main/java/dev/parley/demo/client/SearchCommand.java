package dev.parley.demo.client;

import dev.parley.demo.server.BuildVersion;
import dev.parley.protocol.Message;
import dev.parley.protocol.ParleyException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code demo-client search}: one search, in JSON. */
@Command(
        name = "search",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        description = "Search for VALUE, as app-client.py of the socket tutorials does, and print the result.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  demo-client search morpheus",
            "  demo-client search ring --server 127.0.0.1:65432",
            "  demo-client search 🐶 --server [::1]:65432 --timeout 2s --verbose",
            "  demo-client search -- --help         searches for --help"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:there was an answer", "1:there was none: a line on stderr says why", "2:wrong usage"})
final class SearchCommand implements Callable<Integer> {
    @Parameters(paramLabel = "VALUE", description = "Known are morpheus, ring and 🐶.")
    private String value = "";

    @Mixin
    private Exchange exchange = new Exchange();

    @Override
    public Integer call() throws ParleyException {
        Map<String, String> search = new LinkedHashMap<>(); // in this order on the wire
        search.put("action", "search");
        search.put("value", value);
        return exchange.run(Message.json(search));
    }
}
