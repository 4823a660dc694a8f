package io.tapedeck.standalone.captures;

import io.tapedeck.capture.spool.Manifest;
import io.tapedeck.capture.spool.StoredCapture;
import io.tapedeck.capture.spool.StoredSpool;
import io.tapedeck.contracts.CaptureId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.standalone.platform.StartFailure;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Has captures announced again, as their media is. */
@Command(
        name = "reseal",
        description = "Rebuild manifest and checksum from the media and the journal; the service announces the capture"
                + " again at its next start.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "A torn tail is cut off. A capture whose manifest is lost is described by what its media file says; then",
            "one recording covers all of it. Captures that a running service owns are refused; those that it has put",
            "into 'damaged' are not."
        })
final class ResealCapturesCommand implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CapturesCommand captures;

    @Parameters(paramLabel = "ID", arity = "1..*", converter = CaptureIdConverter.class, description = "The captures.")
    private List<CaptureId> ids = new ArrayList<>();

    @Option(
            names = "--tenant",
            paramLabel = "TENANT",
            description = "Who gets the recording of a capture whose manifest is lost; without it nobody does.")
    private @Nullable String tenant;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        TenantId owner = tenant == null ? null : tenantOf(tenant);
        StoredSpool spool = captures.open();
        boolean isInUse = spool.isInUse();
        for (StoredCapture capture : CapturesCommand.chosen(spool, ids)) {
            if (isInUse && !capture.isSetAside()) {
                throw new StartFailure(
                        "capture " + capture.id() + " belongs to the capture service that is running",
                        "Stop the service, reseal, and start it again.");
            }
            report(reseal(spool, capture, owner));
        }
        return 0;
    }

    private TenantId tenantOf(String text) {
        try {
            return TenantId.of(text);
        } catch (IllegalArgumentException _) {
            throw new ParameterException(spec.commandLine(), "'" + text + "' is not the id of a tenant");
        }
    }

    private static Manifest reseal(StoredSpool spool, StoredCapture capture, @Nullable TenantId owner) {
        try {
            return spool.reseal(capture, owner, InstantSource.system());
        } catch (IOException e) {
            throw new StartFailure(
                    "capture " + capture.id() + " cannot be resealed: " + e.getMessage(),
                    "It is as it was, but for what a journal had of it.",
                    e);
        }
    }

    private void report(Manifest sealed) {
        Manifest.Media media = Objects.requireNonNull(sealed.media(), "sealed manifests have media");
        spec.commandLine()
                .getOut()
                .println(sealed.capture().captureId() + "  sealed, " + media.packets() + " packets, for "
                        + sealed.capture().orders().size() + " recordings");
    }
}
