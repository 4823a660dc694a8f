package io.tapedeck.proxy.directory;

import io.tapedeck.contracts.CloudEvent;
import io.tapedeck.contracts.directory.DirectoryEvent;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** The last directory on disk: one CloudEvent per line. It holds password hashes, so only the owner may read it. */
final class DirectoryCopy {

    private static final Logger log = LoggerFactory.getLogger(DirectoryCopy.class);
    private static final URI SOURCE = URI.create("/tapedeck/sip-proxy-service/directory-copy");

    /** Some hundred kilobytes, which a disk takes at once. */
    private static final int PORTION = 1_000;

    private final Path file;
    private final DirectoryJson json;

    DirectoryCopy(Path file, DirectoryJson json) {
        this.file = file;
        this.json = json;
    }

    /** What was saved last, by record key; empty when there is nothing. Unreadable lines are left out. */
    Map<String, DirectoryEvent> load() {
        var entities = new LinkedHashMap<String, DirectoryEvent>();
        if (Files.notExists(file)) {
            return entities;
        }
        try (Stream<String> lines = Files.lines(file)) {
            lines.forEach(line -> {
                DirectoryEvent entity = json.read(line.getBytes(StandardCharsets.UTF_8));
                if (entity != null) {
                    entities.put(keyOf(entity).toString(), entity);
                }
            });
        } catch (IOException | UncheckedIOException | JacksonException e) {
            log.error("the copy of the directory {} is damaged; what could be read of it is used", file, e);
        }
        return entities;
    }

    /**
     * Replaces the copy; the new one is on the disk when this returns.
     *
     * @param rest taken between portions, of which the disk has each by then: others sync to that disk, too
     */
    void save(Collection<DirectoryEvent> entities, Instant now, Runnable rest) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(fresh);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (FileChannel channel = FileChannel.open(
                fresh, EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
            int written = 0;
            for (DirectoryEvent entity : entities) {
                write(entity, now, out);
                written++;
                if (written % PORTION == 0) {
                    out.flush();
                    channel.force(false);
                    rest.run();
                }
            }
            out.flush();
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private void write(DirectoryEvent entity, Instant now, OutputStream out) throws IOException {
        UUID key = keyOf(entity);
        out.write(json.write(CloudEvent.of(key, SOURCE, key.toString(), now, entity)));
        out.write('\n');
    }

    private static UUID keyOf(DirectoryEvent entity) {
        return switch (entity) {
            case DirectoryEvent.Tenant tenant -> tenant.id().value();
            case DirectoryEvent.User user -> user.id().value();
            case DirectoryEvent.Device device -> device.id().value();
            case DirectoryEvent.Trunk trunk -> trunk.id().value();
            case DirectoryEvent.Team team -> team.id().value();
            case DirectoryEvent.Rules rules -> rules.id();
            case DirectoryEvent.Announcement announcement -> announcement.id().value();
            case DirectoryEvent.CallForwarding forwarding -> forwarding.id();
        };
    }
}
