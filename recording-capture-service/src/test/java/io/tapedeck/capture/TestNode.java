package io.tapedeck.capture;

import io.tapedeck.capture.control.NgServer;
import io.tapedeck.testkit.time.Eventually;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service on free ports, with a spool of its own. */
public final class TestNode implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final int LENGTH_OF_AN_ID = 36;

    /** Of a loaded machine, which may have to look for Kafka too; a seal usually takes a tenth of a second. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ConfigurableApplicationContext context;
    private final Path spool;

    private TestNode(ConfigurableApplicationContext context, Path spool) {
        this.context = context;
        this.spool = spool;
    }

    public static TestNode start(Path spool, String... more) {
        return startBeside(List.of(), spool, more);
    }

    /** @param world configurations with beans that stand in for the clock or the disk */
    public static TestNode startBeside(List<Class<?>> world, Path spool, String... more) {
        // somewhere in the range; ports that others hold are passed over
        int base = ThreadLocalRandom.current().nextInt(20_000, 28_000);
        Map<String, String> settings = new LinkedHashMap<>(Map.of(
                "--server.port", "0",
                "--tapedeck.capture.ng", "127.0.0.1:0",
                "--tapedeck.capture.node", "test",
                "--tapedeck.capture.ring", "1MB",
                "--tapedeck.capture.rtp-ports", base + "-" + (base + 400),
                "--tapedeck.capture.spool", spool.toString(),
                "--tapedeck.kafka", "127.0.0.1:1"));
        for (String argument : more) {
            int equals = argument.indexOf('=');
            settings.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        String[] args = settings.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toArray(String[]::new);
        List<Class<?>> sources = new ArrayList<>(List.of(CaptureApplication.class));
        sources.addAll(world);
        return new TestNode(CaptureApplication.start(sources, args), spool);
    }

    public InetSocketAddress ng() {
        return context.getBean(NgServer.class).address();
    }

    public NgServer controllers() {
        return context.getBean(NgServer.class);
    }

    public int httpPort() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public Path media(String capture) {
        return spool.resolve(capture).resolve("media.pcapng");
    }

    /** Waits for the seal. */
    public JsonNode sealedManifest(String capture) {
        return manifest(spool, capture, "sealed");
    }

    public static JsonNode manifest(Path spool, String capture, String state) {
        Path file = spool.resolve(capture).resolve("manifest.json");
        return Eventually.value(
                () -> {
                    if (!Files.exists(file)) {
                        return null;
                    }
                    JsonNode tree = JSON.readTree(file.toFile());
                    return tree.get("state").stringValue().equals(state) ? tree : null;
                },
                PATIENCE);
    }

    /** The captures in the spool. */
    public static List<String> captures(Path spool) throws java.io.IOException {
        try (Stream<Path> entries = Files.list(spool)) {
            return entries.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .filter(name -> name.length() == LENGTH_OF_AN_ID) // the journal is no capture
                    .toList();
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
