package io.tapedeck.acceptance;

import io.tapedeck.testkit.programs.Programs;
import io.tapedeck.testkit.time.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Debian's Kamailio with its {@code rtpengine} module, as somebody runs it who knows nothing of Tapedeck but its ng port. */
final class Kamailio implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration REPLY = Duration.ofMillis(200);
    private static final int REPLY_BYTES = 4_096;
    private static final long STOP_SECONDS = 15;

    private final Process process;
    private final Path log;

    private Kamailio(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * @param ng of the capture service that relays and records
     * @param callee where every call goes
     */
    static Kamailio start(
            Path folder, InetSocketAddress listen, InetSocketAddress ng, InetSocketAddress callee, String tenant) {
        Programs.require("kamailio");
        Path log = folder.resolve("kamailio.log");
        try {
            String configuration = configuration()
                    .replace("listen=LISTEN", "listen=udp:" + text(listen))
                    .replace(", NG)", ", \"udp:" + text(ng) + "\")")
                    .replace("= CALLEE;", "= \"sip:" + text(callee) + "\";")
                    .replace("TENANT", tenant);
            Path file = Files.writeString(folder.resolve("kamailio.cfg"), configuration);
            var process = new ProcessBuilder(
                            "kamailio",
                            "-f",
                            file.toString(),
                            "-DD",
                            "-E",
                            "-m",
                            "64",
                            "-M",
                            "8",
                            "-Y",
                            folder.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            var kamailio = new Kamailio(process, log);
            kamailio.awaitListening(listen);
            return kamailio;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String configuration() throws IOException {
        try (var in = Kamailio.class.getResourceAsStream("/kamailio/kamailio.cfg")) {
            if (in == null) {
                throw new IllegalStateException("no resource kamailio.cfg");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String text(SocketAddress socketAddress) {
        var address = (InetSocketAddress) socketAddress;
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    private void awaitListening(InetSocketAddress listen) {
        Eventually.holds(
                () -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("kamailio ended while starting:\n" + Launcher.read(log));
                    }
                    return answers(listen);
                },
                START,
                "kamailio listens");
    }

    /** Asks as a SIP peer would; to bind the port as a test of who holds it could take it from Kamailio itself. */
    private static boolean answers(InetSocketAddress listen) {
        try (var socket = new DatagramSocket(0, listen.getAddress())) {
            socket.connect(listen);
            socket.setSoTimeout((int) REPLY.toMillis());
            socket.send(datagram(options(text(socket.getLocalSocketAddress()), text(listen))));
            var reply = new DatagramPacket(new byte[REPLY_BYTES], REPLY_BYTES);
            socket.receive(reply);
            return new String(reply.getData(), 0, reply.getLength(), StandardCharsets.UTF_8).startsWith("SIP/2.0 ");
        } catch (PortUnreachableException | SocketTimeoutException notYet) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DatagramPacket datagram(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        return new DatagramPacket(bytes, bytes.length);
    }

    private static String options(String from, String to) {
        return String.join(
                "\r\n",
                "OPTIONS sip:" + to + " SIP/2.0",
                "Via: SIP/2.0/UDP " + from + ";branch=z9hG4bK-" + UUID.randomUUID(),
                "From: <sip:probe@" + from + ">;tag=probe",
                "To: <sip:" + to + ">",
                "Call-ID: " + UUID.randomUUID(),
                "CSeq: 1 OPTIONS",
                "Max-Forwards: 70",
                "Content-Length: 0",
                "",
                "");
    }

    String log() {
        return Launcher.read(log);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
