package io.tapedeck.standalone.bench.sip;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Debian's Kamailio as a record-routing proxy, with Debian's rtpengine that records every call as pcap. It asks nobody who he is. */
public final class KamailioServer implements CallServer {

    private static final int SIP = 5070;
    private static final int CLI = 9901;
    private static final Duration MOMENT = Duration.ofSeconds(2);

    private final ServerProcess kamailio;
    private final ServerProcess rtpengine;

    private KamailioServer(ServerProcess kamailio, ServerProcess rtpengine) {
        this.kamailio = kamailio;
        this.rtpengine = rtpengine;
    }

    /**
     * @param configuration Kamailio's, which listens on 5070, sends calls to port 5080 and uses the rtpengine on port 2223
     * @param folder for the recordings and the logs
     */
    public static KamailioServer start(Path configuration, Path folder) throws IOException {
        Path run = Files.createDirectories(folder.resolve("run"));
        Path recordings = Files.createDirectories(folder.resolve("recordings"));
        ServerProcess media = ServerProcess.start(mediaWords(recordings), Map.of(), folder.resolve("rtpengine.log"));
        media.awaitPort(CLI);
        List<String> words = List.of(
                "kamailio",
                "-f",
                configuration.toString(),
                "-A",
                "WITH_RTPENGINE",
                "-A",
                "WITH_RECORD",
                "-m",
                "512",
                "-M",
                "16",
                "-P",
                run.resolve("kamailio.pid").toString(),
                "-DD",
                "-E",
                "-Y",
                run.toString());
        ServerProcess proxy = ServerProcess.start(words, Map.of(), folder.resolve("kamailio.log"));
        LockSupport.parkNanos(MOMENT.toNanos()); // it has no port that could be asked over TCP
        return new KamailioServer(proxy, media);
    }

    private static List<String> mediaWords(Path recordings) {
        return List.of(
                "rtpengine",
                "--config-file=none",
                "--table=-1",
                "--interface=127.0.0.1",
                "--listen-ng=127.0.0.1:2223",
                "--listen-cli=127.0.0.1:" + CLI,
                "--port-min=24000",
                "--port-max=59999",
                "--foreground",
                "--log-stderr",
                "--log-level=4",
                "--delete-delay=0",
                "--timeout=300",
                "--recording-dir=" + recordings,
                "--recording-method=pcap",
                "--recording-format=raw");
    }

    @Override
    public String name() {
        return "kamailio+rtpengine";
    }

    @Override
    public InetSocketAddress sip() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), SIP);
    }

    @Override
    public String callerScenario() {
        return "caller-open";
    }

    @Override
    public Map<String, Duration> cpuTime() {
        return Map.of("proxy", kamailio.cpuTime(), "capture", rtpengine.cpuTime());
    }

    @Override
    public void register(Sipp sipp) {
        // its configuration sends every call to the callee's port
    }

    @Override
    public void close() {
        kamailio.close();
        rtpengine.close();
    }
}
