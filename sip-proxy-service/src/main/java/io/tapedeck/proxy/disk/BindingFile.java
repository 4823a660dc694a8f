package io.tapedeck.proxy.disk;

import io.tapedeck.contracts.DeviceId;
import io.tapedeck.proxy.routing.Binding;
import io.tapedeck.proxy.routing.BindingStore;
import io.tapedeck.proxy.routing.Flow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Registrations as JSON lines: one line per change, the last line of a device counts. Rewritten when most lines are
 * out of date. A line that a crash has torn is skipped; its phone registers again within the hour.
 */
public final class BindingFile implements BindingStore, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BindingFile.class);
    private static final int LINES_TOLERATED = 1_000;

    private final Path file;
    private final JsonMapper json;
    // Guarded by this: the channel and what has been written to it.
    private final Map<DeviceId, List<Binding>> written = new LinkedHashMap<>();
    private FileChannel channel;
    private int lines;
    private boolean failing;

    public BindingFile(Path file, JsonMapper json) {
        this.file = file;
        this.json = json;
        try {
            if (Files.exists(file)) {
                read();
            }
            channel = rewritten();
        } catch (IOException e) {
            throw new UncheckedIOException("the registrations in " + file + " can not be kept", e);
        }
    }

    @Override
    public synchronized List<Binding> load() {
        return written.values().stream().flatMap(List::stream).toList();
    }

    @Override
    public synchronized void replace(DeviceId device, List<Binding> bindings) {
        remember(device, bindings);
        try {
            if (lines > LINES_TOLERATED + 2 * written.size()) {
                channel.close();
                channel = rewritten();
            } else {
                append(channel, device, bindings);
            }
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                log.error(
                        "registrations cannot be written to {}: after a restart phones are unknown until they register again; check the disk ({})",
                        file,
                        e.toString());
            }
            failing = true;
        }
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }

    private void remember(DeviceId device, List<Binding> bindings) {
        if (bindings.isEmpty()) {
            written.remove(device);
        } else {
            written.put(device, bindings);
        }
    }

    private void read() throws IOException {
        try (Stream<String> text = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            text.forEach(line -> {
                try {
                    Line read = json.readValue(line.getBytes(StandardCharsets.ISO_8859_1), Line.class);
                    remember(read.device(), read.restored());
                } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
                    log.warn("skipped an unreadable registration in {}", file);
                }
            });
        }
    }

    private FileChannel rewritten() throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
        FileChannel out = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        try {
            lines = 0;
            for (var entry : written.entrySet()) {
                append(out, entry.getKey(), entry.getValue());
            }
            out.force(true);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            return out;
        } catch (IOException e) {
            out.close();
            throw e;
        }
    }

    private void append(FileChannel out, DeviceId device, List<Binding> bindings) throws IOException {
        String line = json.writeValueAsString(Line.of(device, bindings)) + "\n";
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
        lines++;
    }

    private record Line(DeviceId device, List<Contact> bindings) {

        static Line of(DeviceId device, List<Binding> bindings) {
            return new Line(device, bindings.stream().map(Contact::of).toList());
        }

        List<Binding> restored() {
            return bindings.stream().map(contact -> contact.restored(device)).toList();
        }
    }

    /**
     * @param address literal of the other side
     */
    private record Contact(
            String uri,
            String callId,
            long sequence,
            Instant expiresAt,
            double q,
            Flow.Transport transport,
            String address,
            int port) {

        static Contact of(Binding binding) {
            InetSocketAddress from = binding.flow().address();
            return new Contact(
                    binding.uri(),
                    binding.callId(),
                    binding.sequence(),
                    binding.expiresAt(),
                    binding.q(),
                    binding.flow().transport(),
                    from.getAddress().getHostAddress(),
                    from.getPort());
        }

        Binding restored(DeviceId device) {
            InetAddress literal = InetAddress.ofLiteral(address);
            return new Binding(
                    device,
                    uri,
                    callId,
                    sequence,
                    expiresAt,
                    q,
                    new Flow(transport, new InetSocketAddress(literal, port)));
        }
    }
}
