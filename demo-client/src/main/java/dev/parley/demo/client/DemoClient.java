package dev.parley.demo.client;

import dev.parley.demo.server.BuildVersion;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine.Command;

/** {@code demo-client}: the commands. */
@Command(
        name = "demo-client",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        subcommands = {SearchCommand.class, BinaryCommand.class, GenerateCompletion.class},
        synopsisSubcommandLabel = "COMMAND",
        description =
                "The clients of the socket tutorials, over Parley; they talk to the tutorials' Python servers too.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  demo-client search morpheus                      ask a server in this process",
            "  demo-client search ring --server 127.0.0.1:65432 ask another one",
            "  demo-client binary 😃 --help                     more about that",
            "  source <(demo-client generate-completion)        let the shell complete options"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:success", "1:failure: a line on stderr says which", "2:wrong usage"})
final class DemoClient {}
