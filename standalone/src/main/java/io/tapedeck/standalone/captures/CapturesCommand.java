package io.tapedeck.standalone.captures;

import io.tapedeck.capture.spool.StoredCapture;
import io.tapedeck.capture.spool.StoredSpool;
import io.tapedeck.contracts.CaptureId;
import io.tapedeck.standalone.platform.StartFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Shows, checks and reseals what lies in a spool. */
@Command(
        name = "captures",
        description = "Look at the raw captures on this machine's disk, with or without a running capture service.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(list | show | verify | reseal)",
        subcommands = {
            ListCapturesCommand.class,
            ShowCaptureCommand.class,
            VerifyCapturesCommand.class,
            ResealCapturesCommand.class
        })
public final class CapturesCommand implements Runnable {

    @Option(
            names = "--spool",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:TAPEDECK_CAPTURE_SPOOL:-data/spool}",
            description = "Directory of the raw captures (default: TAPEDECK_CAPTURE_SPOOL or data/spool).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path spool;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** Says on the error output when a service runs on it, since then some of it changes while it is read. */
    StoredSpool open() throws IOException {
        try {
            StoredSpool opened = StoredSpool.at(spool);
            if (opened.isInUse()) {
                err().println("A capture service is running on " + opened.root() + ".");
            }
            return opened;
        } catch (NoSuchFileException e) {
            throw new StartFailure("there is no spool at " + spool.toAbsolutePath(), "Name it with --spool DIR.", e);
        }
    }

    static StoredCapture find(StoredSpool spool, CaptureId id) throws IOException {
        return spool.find(id)
                .orElseThrow(() -> new StartFailure(
                        "there is no capture " + id + " in " + spool.root(), "`captures list` shows what there is."));
    }

    /** @param ids none for all */
    static List<StoredCapture> chosen(StoredSpool spool, List<CaptureId> ids) throws IOException {
        if (ids.isEmpty()) {
            return spool.captures();
        }
        var chosen = new ArrayList<StoredCapture>();
        for (CaptureId id : ids) {
            chosen.add(find(spool, id));
        }
        return chosen;
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
