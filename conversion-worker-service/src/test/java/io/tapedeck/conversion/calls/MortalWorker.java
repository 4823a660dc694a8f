package io.tapedeck.conversion.calls;

import io.tapedeck.contracts.captures.RawFile;
import io.tapedeck.conversion.ConversionApplication;
import io.tapedeck.conversion.raw.RawCaptures;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** The worker as a process of its own, with one weakness: a capture that lies beside a file named {@code poison} kills it. */
public final class MortalWorker implements AutoCloseable {

    private final Process process;

    private MortalWorker(Process process) {
        this.process = process;
    }

    public static MortalWorker start(Path log, String... settings) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                MortalWorker.class.getName()));
        command.addAll(Arrays.asList(settings));
        return new MortalWorker(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start());
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** As the kernel does it: no hook runs. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM. */
    public void tellToStop() {
        process.destroy();
    }

    public int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String... settings) {
        new SpringApplicationBuilder(ConversionApplication.class, Weakness.class)
                .web(WebApplicationType.NONE) // nobody asks for its health, and half of its start is the web server's
                .properties("spring.config.name=conversion-worker-service", "spring.jmx.enabled=false")
                .run(settings);
    }

    /** Not annotated, so that no other context finds it. */
    static class Weakness {

        @Bean
        @Primary
        RawCaptures poisonable(@Qualifier("rawCaptures") RawCaptures captures) {
            return raw -> {
                dieOf(raw);
                return captures.fetch(raw);
            };
        }
    }

    private static void dieOf(RawFile raw) {
        URI location = raw.location();
        if (location.getScheme().equals("file")
                && Files.exists(Path.of(location).resolveSibling("poison"))) {
            Runtime.getRuntime().halt(134); // what a native abort leaves behind: nothing
        }
    }
}
