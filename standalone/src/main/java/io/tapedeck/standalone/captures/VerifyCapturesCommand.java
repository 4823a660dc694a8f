package io.tapedeck.standalone.captures;

import io.tapedeck.capture.spool.StoredCapture;
import io.tapedeck.capture.spool.StoredSpool;
import io.tapedeck.capture.spool.Verification;
import io.tapedeck.contracts.CaptureId;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Reads captures from the first block to the last. */
@Command(
        name = "verify",
        description = "Read every block of the captures and compare length, packets and checksum with the manifest.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {"0:all are sound", "1:something is wrong with at least one", "2:the command is wrong"})
final class VerifyCapturesCommand implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CapturesCommand captures;

    @Parameters(
            paramLabel = "ID",
            arity = "0..*",
            converter = CaptureIdConverter.class,
            description = "The captures (default: all).")
    private List<CaptureId> ids = new ArrayList<>();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        StoredSpool spool = captures.open();
        PrintWriter out = spec.commandLine().getOut();
        int wrong = 0;
        int all = 0;
        for (StoredCapture capture : CapturesCommand.chosen(spool, ids)) {
            Verification verification = spool.verify(capture);
            report(verification, out);
            all++;
            wrong += verification.isSound() ? 0 : 1;
        }
        out.println(all + " captures, " + wrong + " with problems.");
        return wrong == 0 ? 0 : 1;
    }

    private static void report(Verification verification, PrintWriter out) {
        String packets = verification.packets() + " packets";
        if (verification.isSound()) {
            out.println(verification.id() + "  " + (verification.isOpen() ? "open, " : "ok, ") + packets);
            return;
        }
        out.println(verification.id() + "  WRONG, " + packets + " can be read");
        verification.problems().forEach(problem -> out.println("    " + problem));
    }
}
