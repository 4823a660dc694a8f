package io.tapedeck.conversion.raw;

import io.tapedeck.contracts.CaptureId;
import io.tapedeck.contracts.captures.RawFile;
import io.tapedeck.conversion.job.JobFailure;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Captures wherever their location says: on a shared disk, or on the node that made them. A worker that shares the spool of
 * some nodes reads there what it finds there, and fetches the rest.
 */
public final class LocatedCaptures implements RawCaptures {

    private static final Pattern ON_NODE =
            Pattern.compile(".*/internal/captures/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/media");

    private final RawCaptures disk;
    private final RawCaptures nodes;
    private final @Nullable Path shared;

    /** @param shared a spool that this worker can read too; null for none */
    public LocatedCaptures(RawCaptures disk, RawCaptures nodes, @Nullable Path shared) {
        this.disk = disk;
        this.nodes = nodes;
        this.shared = shared;
    }

    @Override
    public FetchedCapture fetch(RawFile raw) throws JobFailure, RawUnreachable {
        String scheme = raw.location().getScheme();
        if (scheme == null || !scheme.toLowerCase(Locale.ROOT).startsWith("http")) {
            return disk.fetch(raw);
        }
        Optional<Path> here = sharedFile(raw.location());
        return here.isPresent()
                ? disk.fetch(new RawFile(here.get().toUri(), raw.bytes(), raw.sha256()))
                : nodes.fetch(raw);
    }

    private Optional<Path> sharedFile(URI location) {
        Path spool = shared;
        Matcher named = ON_NODE.matcher(location.getPath());
        if (spool == null || !named.matches()) {
            return Optional.empty();
        }
        String id = CaptureId.of(named.group(1)).toString();
        return Optional.of(spool.resolve(id).resolve("media.pcapng")).filter(Files::isRegularFile);
    }
}
