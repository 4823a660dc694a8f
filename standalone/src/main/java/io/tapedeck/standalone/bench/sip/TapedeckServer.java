package io.tapedeck.standalone.bench.sip;

import io.tapedeck.standalone.platform.KafkaServer;
import io.tapedeck.standalone.platform.TopicPlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Our proxy and our capture node, each started by the launcher as operators start them, and a Kafka in this process that takes
 * their events. Nobody converts.
 */
public final class TapedeckServer implements CallServer {

    private static final int SIP = 5071;
    private static final int NG = 22_240;
    private static final int PROXY_ADMIN = 22_241;
    private static final int CAPTURE_ADMIN = 22_242;
    private static final int KAFKA = 22_243;
    private static final int KAFKA_CONTROLLER = 22_244;
    private static final String LOOPBACK = "127.0.0.1:";

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final ServerProcess capture;
    private final ServerProcess proxy;

    private TapedeckServer(Path launcher, Path folder) throws IOException {
        Files.createDirectories(folder);
        KafkaServer kafka = KafkaServer.start(folder.resolve("kafka"), KAFKA, KAFKA_CONTROLLER);
        running.push(kafka);
        TopicPlan.STANDALONE.create(LOOPBACK + KAFKA);
        new BenchDirectory().announce(LOOPBACK + KAFKA);
        capture = start(launcher, folder, CAPTURE_ADMIN, captureWords(folder));
        proxy = start(launcher, folder, PROXY_ADMIN, proxyWords(folder));
    }

    /**
     * @param launcher {@code ./tapedeck}
     * @param folder for all that they write
     */
    public static TapedeckServer start(Path launcher, Path folder) throws IOException {
        return new TapedeckServer(launcher, folder);
    }

    private static List<String> captureWords(Path folder) {
        return List.of(
                "recording-capture-service",
                "--ng",
                LOOPBACK + NG,
                "--media-address",
                "127.0.0.1",
                "--rtp-ports",
                "24000-59999",
                "--spool",
                folder.resolve("spool").toString());
    }

    private static List<String> proxyWords(Path folder) {
        return List.of(
                "sip-proxy-service",
                "--listen",
                LOOPBACK + SIP,
                "--capture-nodes",
                LOOPBACK + NG,
                "--data",
                folder.resolve("proxy").toString());
    }

    private ServerProcess start(Path launcher, Path folder, int adminPort, List<String> service) throws IOException {
        var words = new ArrayList<String>(List.of(launcher.toString(), "service"));
        words.addAll(service);
        words.addAll(List.of("--port", String.valueOf(adminPort), "--kafka", LOOPBACK + KAFKA));
        Path log = folder.resolve(service.getFirst() + ".log");
        ServerProcess process = ServerProcess.start(words, environment(service.getFirst()), log);
        running.push(process);
        try {
            process.awaitPort(adminPort);
        } catch (IOException e) {
            close();
            throw e;
        }
        return process;
    }

    /** {@code TAPEDECK_BENCH_SIP_PROXY_SERVICE_OPTS} and the like are for a profiler in one of them. */
    private static Map<String, String> environment(String service) {
        String own = System.getenv(
                "TAPEDECK_BENCH_" + service.toUpperCase(Locale.ROOT).replace('-', '_') + "_OPTS");
        return own == null
                ? Map.of("TAPEDECK_NO_BUILD", "1")
                : Map.of("TAPEDECK_NO_BUILD", "1", "TAPEDECK_JAVA_OPTS", own);
    }

    @Override
    public String name() {
        return "tapedeck";
    }

    @Override
    public InetSocketAddress sip() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), SIP);
    }

    @Override
    public String callerScenario() {
        return "caller";
    }

    @Override
    public Map<String, Duration> cpuTime() {
        Duration broker = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        return Map.of("proxy", proxy.cpuTime(), "capture", capture.cpuTime(), "kafka", broker);
    }

    @Override
    public void register(Sipp sipp) throws IOException, InterruptedException {
        sipp.registerBoth(this);
    }

    @Override
    public void close() {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) { // of AutoCloseable; none of ours throws one
                throw new IllegalStateException(e);
            }
        }
    }
}
