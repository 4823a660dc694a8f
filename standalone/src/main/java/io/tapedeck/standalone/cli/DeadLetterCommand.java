package io.tapedeck.standalone.cli;

import io.tapedeck.standalone.deadletters.DeadLetters;
import io.tapedeck.standalone.deadletters.DeadLetters.DeadLetter;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Shows the records that could not be processed, and sends them again. */
@Command(
        name = "dlt",
        description = "Show or retry records that could not be processed (dead letters).",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(list | retry)")
public final class DeadLetterCommand {

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:TAPEDECK_KAFKA:-127.0.0.1:19092}",
            description = "Bootstrap servers (default: TAPEDECK_KAFKA or 127.0.0.1:19092).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String kafka;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Command(name = "list", description = "Show what waits, with the reason of each.")
    void list() {
        PrintWriter out = spec.commandLine().getOut();
        try (var letters = new DeadLetters(kafka)) {
            List<DeadLetter> waiting = letters.list();
            waiting.forEach(letter ->
                    out.println(letter.since() + "  " + letter.topic() + "  " + letter.key() + "  " + letter.reason()));
            out.println(
                    waiting.isEmpty()
                            ? "No dead letters."
                            : waiting.size() + " waiting; `dlt retry` sends them again.");
        }
    }

    @Command(name = "retry", description = "Send everything that waits to its topic again.")
    void retry() {
        try (var letters = new DeadLetters(kafka)) {
            spec.commandLine().getOut().println(letters.retryAll() + " sent again.");
        }
    }
}
