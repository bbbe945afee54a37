package dev.parley.demo.server;

import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine.Command;

/** {@code demo-server}: the commands. */
@Command(
        name = "demo-server",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        subcommands = {AppCommand.class, GenerateCompletion.class},
        synopsisSubcommandLabel = "COMMAND",
        description = "The servers of the socket tutorials, over Parley; they serve the tutorials' Python clients too.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  demo-server app                                  serve searches on 127.0.0.1:65432",
            "  demo-server app --help                           more about that",
            "  source <(demo-server generate-completion)        let the shell complete its options"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:success", "1:failure: a line on stderr says which", "2:wrong usage"})
final class DemoServer {}
