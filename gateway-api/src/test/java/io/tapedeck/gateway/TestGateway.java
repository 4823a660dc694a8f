package io.tapedeck.gateway;

import io.tapedeck.testkit.leaks.Infrastructure;
import io.tapedeck.testkit.servers.Directories;
import io.tapedeck.testkit.servers.EmbeddedDatabase;
import io.tapedeck.testkit.servers.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.node.ObjectNode;

/** A whole gateway with a database of its own, on a free port. */
public final class TestGateway implements AutoCloseable {

    public static final String PASSWORD = "open sesame, please";

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private static @Nullable TestGateway shared;

    private final Path directory;
    private final FakeCdrService cdrService = new FakeCdrService();
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> settings;
    private ConfigurableApplicationContext context;

    private TestGateway(Path directory, String kafka, List<String> more) {
        this.directory = directory;
        this.settings = settings(kafka, more);
        this.context = GatewayApplication.start(settings.toArray(String[]::new));
    }

    private List<String> settings(String kafka, List<String> more) {
        var database = EmbeddedDatabase.start();
        var all = new ArrayList<>(List.of(
                "--server.port=0",
                "--tapedeck.kafka=" + kafka,
                "--tapedeck.postgres.url=" + database.freshDatabase(),
                "--tapedeck.postgres.user=" + database.user(),
                "--tapedeck.postgres.password=" + database.password(),
                "--tapedeck.internal.token=" + FakeCdrService.TOKEN,
                "--tapedeck.admin.password=" + PASSWORD,
                "--tapedeck.gateway.store=" + store(),
                "--tapedeck.gateway.data=" + directory.resolve("data"),
                "--tapedeck.gateway.cdr-service=" + cdrService.address(),
                "--tapedeck.gateway.attempts-per-minute=1000",
                "--tapedeck.gateway.directory.retry-delay=100ms",
                "--tapedeck.gateway.directory.check-interval=300ms",
                // a Kafka that is slow has told everything once all the same
                "--tapedeck.gateway.directory.delivery-timeout=30s"));
        more.forEach(setting -> {
            String name = setting.substring(0, setting.indexOf('=') + 1);
            all.removeIf(earlier -> earlier.startsWith(name)); // Spring would make a list of both
            all.add(setting);
        });
        return all;
    }

    /** The gateway that most test classes use; it ends with the JVM. */
    // guards: shared
    public static synchronized TestGateway shared() {
        if (shared == null) {
            shared = startShared();
        }
        return shared;
    }

    private static TestGateway startShared() {
        try {
            return Infrastructure.start(() -> {
                Path directory = Files.createTempDirectory("tapedeck-gateway");
                var gateway = start(directory);
                Infrastructure.atEnd(() -> {
                    gateway.close();
                    Directories.delete(directory);
                });
                return gateway;
            });
        } catch (Exception failure) {
            throw new IllegalStateException("the shared gateway did not start", failure);
        }
    }

    public static TestGateway start(Path directory, String... more) {
        return startWithKafka(directory, EmbeddedKafka.shared().bootstrapServers(), more);
    }

    public static TestGateway startWithKafka(Path directory, String kafka, String... more) {
        return new TestGateway(directory, kafka, Arrays.asList(more));
    }

    static TestGateway startWithoutPassword(Path directory) {
        return start(directory, "--tapedeck.admin.password=");
    }

    /** Stops the service and starts it again on the same database. */
    public void restart() {
        context.close();
        context = GatewayApplication.start(settings.toArray(String[]::new));
    }

    public FakeCdrService cdrService() {
        return cdrService;
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    public Path store() {
        return directory.resolve("store");
    }

    public Path data() {
        return directory.resolve("data");
    }

    public URI address() {
        var web = (WebServerApplicationContext) context;
        return URI.create(
                "http://127.0.0.1:" + Objects.requireNonNull(web.getWebServer()).getPort());
    }

    public Api anonymous() {
        return new Api(http, address(), null);
    }

    public Api admin() {
        return anonymous().withBasic("admin", PASSWORD);
    }

    /** A caller with an API key of that tenant. */
    public Api keyOf(String tenantId) {
        return anonymous()
                .withKey(admin().post("/api/v1/api-keys", "{'name':'k','tenantId':'" + tenantId + "'}")
                        .string("key"));
    }

    /** A word that no other test uses. */
    public static String unique(String word) {
        return word + NUMBERS.incrementAndGet();
    }

    public String newTenant() {
        return admin().post("/api/v1/tenants", "{'name':'Any','domain':'" + unique("any") + ".example'}")
                .string("id");
    }

    public String newUser(String tenantId) {
        return admin().post("/api/v1/tenants/" + tenantId + "/users", "{'extension':'" + unique("1") + "'}")
                .string("id");
    }

    public String newDevice(String userId) {
        return admin().post(
                        "/api/v1/users/" + userId + "/devices",
                        "{'name':'desk','username':'" + unique("desk") + "','password':'topsecret'}")
                .string("id");
    }

    public String newTrunk(String tenantId) {
        return admin().post(
                        "/api/v1/trunks",
                        "{'name':'" + unique("trunk") + "','host':'192.0.2.1','tenantId':'" + tenantId + "'}")
                .string("id");
    }

    /** A recording that is ready, with these bytes as its media. */
    public UUID newRecording(String tenantId, byte[] media) {
        UUID id = UUID.randomUUID();
        String key = tenantId + "/" + id + ".wav";
        try {
            Path file = store().resolve(key);
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.write(file, media);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        ObjectNode recording = cdrService.addRecording(id, UUID.fromString(tenantId), "ready");
        recording.put("mediaKey", key).put("sha256", "feed" + id).put("bytes", media.length);
        return id;
    }

    /** A recording of the layout split, with its wave form. */
    public UUID newSplitRecording(String tenantId, String caller, String callee, String peaks) {
        UUID id = newRecording(tenantId, caller.getBytes(StandardCharsets.US_ASCII));
        String name = tenantId + "/" + id;
        try {
            Files.writeString(store().resolve(name + ".callee.wav"), callee);
            Files.writeString(store().resolve(name + ".peaks.json"), peaks);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        cdrService
                .recording(id)
                .put("layout", "split")
                .put("peaksKey", name + ".peaks.json")
                .putObject("callee")
                .put("mediaKey", name + ".callee.wav")
                .put("sha256", "beef" + id)
                .put("bytes", callee.length());
        return id;
    }

    @Override
    public void close() {
        context.close();
        http.close();
        cdrService.close();
    }
}
