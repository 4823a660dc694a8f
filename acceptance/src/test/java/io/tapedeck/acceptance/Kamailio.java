package io.tapedeck.acceptance;

import io.tapedeck.testkit.programs.Programs;
import io.tapedeck.testkit.time.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Debian's Kamailio with its {@code rtpengine} module, as somebody runs it who knows nothing of Tapedeck but its ng port. */
final class Kamailio implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(15);
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

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    private void awaitListening(InetSocketAddress listen) {
        Eventually.holds(
                () -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("kamailio ended while starting:\n" + Launcher.read(log));
                    }
                    // Its port is taken once it listens there.
                    try (var probe = new java.net.DatagramSocket(listen)) {
                        return !probe.isBound();
                    } catch (java.net.SocketException taken) {
                        return true;
                    }
                },
                START,
                "kamailio listens");
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
