package io.tapedeck.standalone.captures;

import io.tapedeck.capture.spool.Manifest;
import io.tapedeck.capture.spool.StoredCapture;
import io.tapedeck.capture.spool.StoredSpool;
import io.tapedeck.capture.spool.StoredStream;
import io.tapedeck.contracts.CaptureId;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** One capture in full. */
@Command(
        name = "show",
        description = "Show the manifest of a capture and what its media file has of each stream.",
        mixinStandardHelpOptions = true)
final class ShowCaptureCommand implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CapturesCommand captures;

    @Parameters(paramLabel = "ID", converter = CaptureIdConverter.class, description = "The capture.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CaptureId id;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        StoredSpool spool = captures.open();
        StoredCapture capture = CapturesCommand.find(spool, id);
        var shown = new Shown(
                spool.mediaFile(capture).toString(), capture.manifest(), capture.damage(), spool.streams(capture));
        if (json) {
            spec.commandLine().getOut().println(pretty(shown));
        } else {
            print(CaptureSummary.of(capture), shown);
        }
        return 0;
    }

    private void print(CaptureSummary summary, Shown shown) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(CaptureSummary.header());
        out.println(summary.row());
        out.println();
        out.println(Path.of(shown.media()));
        shown.streams().forEach(stream -> out.println(line(stream)));
        out.println();
        out.println(
                shown.manifest() == null ? "The manifest cannot be read: " + shown.damage() : pretty(shown.manifest()));
    }

    private static String line(StoredStream stream) {
        return String.format(
                        Locale.ROOT,
                        "%3d  %-32s %8d packets %10s  %s",
                        stream.interfaceIndex(),
                        stream.name(),
                        stream.packets(),
                        CaptureSummary.size(stream.bytes()),
                        stream.first() == null ? "" : stream.first() + " to " + stream.last())
                .stripTrailing();
    }

    private static String pretty(Object value) {
        return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(value);
    }

    private record Shown(
            String media,
            @Nullable Manifest manifest,
            @Nullable String damage,
            List<StoredStream> streams) {}
}
