package io.tapedeck.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tapedeck.testkit.audio.WavFile;
import io.tapedeck.testkit.time.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** A tenant's own announcements, with a speech service over real HTTP. */
@TestInstance(Lifecycle.PER_CLASS)
class AnnouncementsTest {

    private static final int RATE = 16_000;

    @TempDir
    static Path folder;

    private final AtomicReference<String> asked = new AtomicReference<>("");
    private final AtomicInteger speaking = new AtomicInteger();
    private final ExecutorService speakers = Executors.newVirtualThreadPerTaskExecutor();
    private volatile CountDownLatch held = new CountDownLatch(0);
    private HttpServer speech;
    private TestGateway gateway;
    private Api admin;
    private String tenant;
    private String path;

    @BeforeAll
    void start() throws IOException {
        byte[] spoken = wav(2);
        speech = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        speech.createContext("/speak", exchange -> {
            asked.set(exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            speaking.incrementAndGet();
            await(held);
            speaking.decrementAndGet();
            exchange.sendResponseHeaders(200, spoken.length);
            try (var body = exchange.getResponseBody()) {
                body.write(spoken);
            }
        });
        speech.setExecutor(speakers);
        speech.start();
        gateway = TestGateway.start(
                folder.resolve("gateway"),
                "--tapedeck.gateway.speech.url=http://127.0.0.1:"
                        + speech.getAddress().getPort() + "/speak",
                "--tapedeck.gateway.speech.token=open",
                "--tapedeck.gateway.announcements-per-tenant=3");
        admin = gateway.admin();
        tenant = gateway.newTenant();
        path = "/api/v1/tenants/" + tenant + "/announcements";
    }

    @AfterAll
    void stop() {
        gateway.close();
        speech.stop(0);
        speakers.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] wav(int seconds) throws IOException {
        var samples = new short[RATE * seconds];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (8_000 * Math.sin(2 * Math.PI * 440 * i / RATE));
        }
        Path file = folder.resolve("spoken.wav");
        WavFile.write(file, RATE, samples);
        return Files.readAllBytes(file);
    }

    @Test
    void a_text_is_spoken_by_the_service_and_can_be_heard_listed_and_deleted() {
        var made = admin.post(
                path, "{'name':'Welcome','text':'Hello','language':'vi','gender':'male','pitch':0,'rate':9}");

        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(asked.get())
                .isEqualTo("Bearer open {'text':'Hello','language':'vi','gender':'male','pitch':0,'rate':9}"
                        .replace('\'', '"'));
        assertThat(made.json().path("durationMs").asInt()).isBetween(1_990, 2_010);
        var sound = admin.get(made.string("soundUrl"));
        assertThat(sound.header("Content-Type")).isEqualTo("audio/ogg");
        assertThat(sound.text()).startsWith("OggS");
        assertThat(admin.get(path).text()).contains(made.string("id"));
        assertThat(admin.delete("/api/v1/announcements/" + made.string("id")).status())
                .isEqualTo(204);
        assertThat(admin.get(made.string("soundUrl")).status()).isEqualTo(404);
    }

    @Test
    void a_tenant_has_as_many_announcements_as_it_may_have() {
        String own = "/api/v1/tenants/" + gateway.newTenant() + "/announcements";
        for (int i = 0; i < 3; i++) {
            assertThat(admin.post(own, "{'name':'" + i + "','text':'Hello','language':'en'}")
                            .status())
                    .isEqualTo(201);
        }

        var refused = admin.post(own, "{'name':'More','text':'Hello','language':'en'}");
        String first = admin.get(own).json().at("/items/0/id").asString();
        admin.delete("/api/v1/announcements/" + first);
        var later = admin.post(own, "{'name':'More','text':'Hello','language':'en'}");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.string("detail")).contains("at most 3");
        assertThat(later.status()).isEqualTo(201);
    }

    @Test
    void two_are_made_at_a_time_eight_wait_and_the_next_is_told_to_come_back() throws Exception {
        String own = "/api/v1/tenants/" + gateway.newTenant() + "/announcements";
        held = new CountDownLatch(1);
        try (var many = Executors.newVirtualThreadPerTaskExecutor()) {
            var replies = new ExecutorCompletionService<Api.Reply>(many);
            for (int i = 0; i < 11; i++) {
                String body = "{'name':'" + i + "','text':'Hello','language':'en'}";
                replies.submit(() -> admin.post(own, body));
            }

            Api.Reply refused = replies.take().get();
            Eventually.holds(() -> speaking.get() == 2, Duration.ofSeconds(60), "two of them at the engine");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isEqualTo("10");
            assertThat(refused.string("type")).isEqualTo("urn:tapedeck:problem:busy");

            held.countDown();
            for (int i = 0; i < 10; i++) {
                assertThat(replies.take().get().status()).isIn(201, 409);
            }
        } finally {
            held.countDown();
        }
    }

    @Test
    void too_long_a_text_and_voices_that_there_are_not_are_refused_by_name() {
        var refused = admin.post(
                path, "{'name':'Long','text':'" + "a".repeat(2_001) + "','language':'en','pitch':10,'rate':-1}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.pointers()).contains("/text").contains("/pitch").contains("/rate");
    }

    @Test
    void what_is_no_mp3_is_refused() {
        var refused = admin.send("POST", path + "?name=Noise", "no sound at all", "Content-Type", "audio/mpeg");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("Is no sound that can be decoded.");
    }

    @Test
    void an_mp3_of_more_than_five_megabytes_is_refused() {
        var refused = admin.send("POST", path + "?name=Large", "a".repeat((5 << 20) + 1), "Content-Type", "audio/mpeg");

        assertThat(refused.status()).isEqualTo(413);
    }

    @Test
    void what_settings_name_stays_and_another_tenant_can_neither_name_nor_see_it() {
        String id = admin.post(path, "{'name':'Used','text':'Hello','language':'en'}")
                .string("id");
        String settings = "/api/v1/tenants/" + tenant + "/recording-settings";
        String other = gateway.newTenant();

        var set = admin.put(settings, "{'announcement':{'own':'" + id + "'}}");
        var stolen =
                admin.put("/api/v1/tenants/" + other + "/recording-settings", "{'announcement':{'own':'" + id + "'}}");

        assertThat(set.status()).as(set.text()).isEqualTo(200);
        assertThat(stolen.status()).isEqualTo(422);
        assertThat(stolen.pointers()).isEqualTo("/announcement/own");
        assertThat(gateway.keyOf(other).get("/api/v1/announcements/" + id).status())
                .isEqualTo(404);
        assertThat(admin.delete("/api/v1/announcements/" + id).status()).isEqualTo(409);
        admin.put(settings, "{}");
        assertThat(admin.delete("/api/v1/announcements/" + id).status()).isEqualTo(204);
    }

    @Test
    void beeps_that_are_a_tone_are_refused() {
        var refused = admin.put("/api/v1/tenants/" + tenant + "/recording-settings", "{'beep':{'everySeconds':1}}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.pointers()).isEqualTo("/beep/everySeconds");
    }
}
