package io.tapedeck.acceptance;

import io.tapedeck.protocol.rtp.RtpPackets;
import io.tapedeck.testkit.phone.Softphone;
import io.tapedeck.testkit.rtp.RtpEndpoint;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A phone with a camera, for one call at a time. The camera sends ten pictures a second on a thread of its own. */
final class FilmingPhone implements AutoCloseable {

    private static final Pattern VIDEO = Pattern.compile("(?m)^m=video (\\d+) RTP/AVP (\\d+)");
    private static final int HERTZ = 90_000;
    private static final int SSRC = 4_711;

    private final RtpEndpoint camera = RtpEndpoint.open("127.0.0.1");
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Softphone phone;
    private int sequence; // the clock's thread, like all below
    private int timestamp;
    private Film film = new Film(List.of());
    private int next;

    FilmingPhone(Phones phones, String extension) {
        phone = phones.filming(extension, camera.address().getPort());
    }

    Softphone phone() {
        return phone;
    }

    /**
     * Begins to send.
     *
     * @param sessionDescription where to, as the other side says
     */
    void film(String sessionDescription, Film first) {
        Matcher video = VIDEO.matcher(sessionDescription);
        if (!video.find()) {
            throw new AssertionError("no video in " + sessionDescription);
        }
        var to = new InetSocketAddress("127.0.0.1", Integer.parseInt(video.group(1)));
        int payloadType = Integer.parseInt(video.group(2));
        show(first);
        clock.scheduleAtFixedRate(() -> send(to, payloadType), 0, 1_000 / Film.PER_SECOND, TimeUnit.MILLISECONDS);
    }

    /** From its first picture. Returns when nothing of the film before it will be sent any more. */
    void show(Film what) {
        CompletableFuture.runAsync(
                        () -> {
                            film = what;
                            next = 0;
                        },
                        clock)
                .join();
    }

    private void send(InetSocketAddress to, int payloadType) {
        List<byte[]> picture = film.pictures().get(next++ % film.pictures().size());
        for (int i = 0; i < picture.size(); i++) {
            byte[] payload = picture.get(i);
            var packet = ByteBuffer.allocate(RtpPackets.HEADER_LENGTH + payload.length);
            boolean last = i == picture.size() - 1;
            RtpPackets.write(packet, payloadType, last, sequence++ & 0xFFFF, timestamp, SSRC, ByteBuffer.wrap(payload));
            camera.send(to, packet.array());
        }
        timestamp += HERTZ / Film.PER_SECOND;
    }

    /** Whether the other side's film comes in; what came before the question does not count the next time. */
    boolean sees(Film what) {
        return camera.takeAll().stream()
                .map(packet -> new String(packet.packet().array(), StandardCharsets.ISO_8859_1))
                .anyMatch(what::isIn);
    }

    @Override
    public void close() {
        clock.shutdownNow();
        phone.close();
        camera.close();
    }
}
