package io.tapedeck.standalone.captures;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Every capture in a line. */
@Command(
        name = "list",
        description = "List the captures, oldest first.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "STATE: open (being recorded, or left open by a crash: the next start of the service recovers it),",
            "sealed (complete, Kafka does not know of it yet), announced, damaged (nobody can read its manifest)."
        })
final class ListCapturesCommand implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CapturesCommand captures;

    @Option(names = "--json", description = "One JSON array, times in ISO 8601.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<CaptureSummary> all =
                captures.open().captures().stream().map(CaptureSummary::of).toList();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonMapper.builder()
                    .build()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(all));
            return 0;
        }
        if (all.isEmpty()) {
            out.println("No captures.");
            return 0;
        }
        out.println(CaptureSummary.header());
        all.forEach(one -> out.println(one.row()));
        return 0;
    }
}
