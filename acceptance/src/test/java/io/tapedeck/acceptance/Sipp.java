package io.tapedeck.acceptance;

import io.tapedeck.testkit.programs.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs Debian's {@code sipp} with the scenarios of this module. */
final class Sipp {

    private static final long LONGEST_RUN_SECONDS = 120;

    private final Path folder;
    private final InetSocketAddress proxy;

    /**
     * @param folder where the scenarios and sipp's own files go
     */
    Sipp(Path folder, InetSocketAddress proxy) {
        Programs.require("sipp");
        this.folder = folder;
        this.proxy = proxy;
        for (String name : List.of("register.xml", "uac.xml", "uac-open.xml", "uas.xml", "speech.pcap", "speech.wav")) {
            copyResource(name);
        }
    }

    private void copyResource(String name) {
        try (var in = Sipp.class.getResourceAsStream("/sipp/" + name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name);
            }
            Files.copy(in, folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path speech() {
        return folder.resolve("speech.wav");
    }

    /** A CSV of values for the scenario, a line per call. */
    Path values(String name, List<String> lines) {
        var content = new ArrayList<String>();
        content.add("SEQUENTIAL");
        content.addAll(lines);
        try {
            return Files.write(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Process start(String scenario, String... options) {
        var command =
                new ArrayList<>(List.of("sipp", "-sf", scenario, "-i", "127.0.0.1", "-mi", "127.0.0.1", "-nostdin"));
        command.addAll(List.of(options));
        command.add(proxy.getAddress().getHostAddress() + ":" + proxy.getPort());
        try {
            return new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve(scenario + ".log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs to the end and fails unless every call succeeded. */
    void run(String scenario, String... options) {
        finish(scenario, start(scenario, options));
    }

    void finish(String scenario, Process process) {
        try {
            if (!process.waitFor(LONGEST_RUN_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("sipp " + scenario + " did not end:\n" + log(scenario));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        if (process.exitValue() != 0) {
            throw new AssertionError(
                    "sipp " + scenario + " failed with " + process.exitValue() + ":\n" + log(scenario));
        }
    }

    private String log(String scenario) {
        return Launcher.read(folder.resolve(scenario + ".log"));
    }
}
