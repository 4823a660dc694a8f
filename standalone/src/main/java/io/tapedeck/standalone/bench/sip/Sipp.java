package io.tapedeck.standalone.bench.sip;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Debian's sipp as caller and as callee, each a process. Its files go into one folder. */
public final class Sipp {

    static final int CALLER_PORT = 5090;
    static final int CALLEE_PORT = 5080;
    private static final String HOST = "127.0.0.1";
    private static final Duration MOMENT = Duration.ofMillis(500);
    private static final Duration STOP = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;

    /**
     * @param folder for scenarios, logs and figures
     */
    public Sipp(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        for (String scenario : List.of("register", "caller", "caller-open", "callee")) {
            try (InputStream from = Sipp.class.getResourceAsStream(scenario + ".xml")) {
                Files.copy(Objects.requireNonNull(from), file(scenario + ".xml"), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    /** Returns when the proxy knows both phones. */
    void registerBoth(CallServer server) throws IOException, InterruptedException {
        registerSoon(server.sip(), server.caller(), CALLER_PORT);
        registerSoon(server.sip(), server.callee(), CALLEE_PORT);
    }

    private void registerSoon(InetSocketAddress proxy, SipAccount account, int port)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!register(proxy, account, port)) { // until the directory has reached the proxy
            if (System.nanoTime() > deadline) {
                throw new IOException("sipp cannot register " + account.extension());
            }
            LockSupport.parkNanos(MOMENT.toNanos());
        }
    }

    /** True when the proxy accepted it. */
    private boolean register(InetSocketAddress proxy, SipAccount account, int port)
            throws IOException, InterruptedException {
        Files.writeString(
                file("register.csv"), "SEQUENTIAL\n" + account.injected() + ";" + port + System.lineSeparator());
        var words = words(proxy, "register", port);
        words.addAll(List.of("-inf", "register.csv", "-m", "1", "-timeout", "5"));
        Process sipp = start(words, "register.log");
        return sipp.waitFor(STOP.plus(STOP).toMillis(), TimeUnit.MILLISECONDS) && sipp.exitValue() == 0;
    }

    /**
     * Places the calls and waits until they are over.
     *
     * @throws IOException when sipp does not come to an end
     */
    SippFigures call(CallServer server, SipAccount caller, SipAccount callee, SipLoad load)
            throws IOException, InterruptedException {
        Files.writeString(
                file("caller.csv"),
                "SEQUENTIAL\n" + caller.injected() + ";" + callee.extension() + System.lineSeparator());
        Process answering = start(calleeWords(server.sip(), load), "callee.log");
        try {
            if (answering.waitFor(MOMENT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("sipp cannot answer calls: " + Files.readString(file("callee.log")));
            }
            Process calling = start(callerWords(server, load), "caller.log");
            if (!calling.waitFor(load.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                end(calling);
                throw new IOException(
                        "sipp placed calls for longer than " + load.patience().toSeconds() + " s");
            }
            return SippFigures.in(
                    file("figures.csv"), file(server.callerScenario() + "_" + calling.pid() + "_rtt.csv"));
        } finally {
            end(answering);
        }
    }

    private static List<String> calleeWords(InetSocketAddress proxy, SipLoad load) {
        var words = words(proxy, "callee", CALLEE_PORT);
        words.addAll(List.of(
                "-mp", "12000", "-timeout", String.valueOf(load.patience().toSeconds())));
        return words;
    }

    private static List<String> callerWords(CallServer server, SipLoad load) {
        var words = words(server.sip(), server.callerScenario(), CALLER_PORT);
        words.addAll(List.of("-mp", "22000", "-inf", "caller.csv", "-s", "callee"));
        words.addAll(List.of("-r", String.valueOf(load.rate()), "-m", String.valueOf(load.calls()), "-l", "30000"));
        words.addAll(List.of("-d", String.valueOf(load.hold().toMillis())));
        words.addAll(List.of("-timeout", String.valueOf(load.patience().toSeconds())));
        words.addAll(List.of("-trace_stat", "-stf", "figures.csv", "-fd", "1", "-trace_rtt", "-rtt_freq", "10"));
        return words;
    }

    private static List<String> words(InetSocketAddress proxy, String scenario, int port) {
        var words = new ArrayList<String>();
        words.add("sipp");
        words.add(HOST + ":" + proxy.getPort());
        words.addAll(List.of("-sf", scenario + ".xml", "-i", HOST, "-p", String.valueOf(port), "-mi", HOST));
        words.addAll(List.of("-nostdin", "-buff_size", "4000000"));
        return words;
    }

    private Process start(List<String> words, String log) throws IOException {
        return new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(file(log).toFile())
                .start();
    }

    private static void end(Process sipp) throws InterruptedException {
        sipp.destroy();
        if (!sipp.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
            sipp.destroyForcibly();
        }
    }
}
