package io.tapedeck.proxy;

import static io.tapedeck.proxy.routing.ExampleDirectory.BETA;
import static io.tapedeck.proxy.routing.ExampleDirectory.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.CloudEvent;
import io.tapedeck.contracts.Topics;
import io.tapedeck.contracts.calls.CallEvent;
import io.tapedeck.contracts.calls.CallEvent.CallAnswered;
import io.tapedeck.contracts.calls.CallEvent.CallEnded;
import io.tapedeck.contracts.calls.CallEvent.CallStarted;
import io.tapedeck.contracts.calls.CallRecord;
import io.tapedeck.contracts.calls.EndedReason;
import io.tapedeck.contracts.directory.CallerRecordingRules;
import io.tapedeck.contracts.directory.DirectoryEvent;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.proxy.directory.DirectoryState;
import io.tapedeck.proxy.recording.FakeNode;
import io.tapedeck.proxy.routing.ExampleDirectory;
import io.tapedeck.proxy.sip.SipServer;
import io.tapedeck.testkit.audio.AudioSource;
import io.tapedeck.testkit.leaks.LeakCheck;
import io.tapedeck.testkit.phone.PhoneCall;
import io.tapedeck.testkit.phone.Softphone;
import io.tapedeck.testkit.servers.EmbeddedKafka;
import io.tapedeck.testkit.time.Eventually;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The directory comes over Kafka, two phones register and call, and Kafka hears of it. */
@ExtendWith(LeakCheck.class)
class ProxyScenarioTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static EmbeddedKafka kafka;
    private static FakeNode node;
    private static ConfigurableApplicationContext proxy;

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start(folder.resolve("kafka"));
        node = new FakeNode();
        writeDirectory();
        proxy = SipProxyApplication.start(
                "--server.port=0",
                "--tapedeck.kafka=" + kafka.bootstrapServers(),
                "--tapedeck.sip.listen=127.0.0.1:0",
                "--tapedeck.sip.capture-nodes=" + node.name(),
                "--tapedeck.sip.data=" + folder.resolve("proxy"));
        var directory = proxy.getBean(DirectoryState.class);
        Eventually.holds(() -> directory.current().size() > 0, SOON, "the directory read");
    }

    @AfterAll
    static void stop() {
        proxy.close();
        node.close();
        kafka.close();
    }

    @Test
    void a_call_between_two_phones_is_anchored_and_announced() throws Exception {
        try (var anna = phone("1001", "anna-desk", "secret");
                var bob = phone("1002", "bob-desk", "secret")) {
            assertThat(anna.register(SOON)).isEqualTo(200);
            assertThat(bob.register(SOON)).isEqualTo(200);
            bob.autoAnswer(AudioSource.silence());

            PhoneCall call = anna.call("1002", AudioSource.silence());
            assertThat(call.answered(SOON)).as("status " + call.statusCode()).isTrue();
            call.hangUp();
            assertThat(call.ended(SOON)).isTrue();

            assertThat(node.next().command()).isEqualTo("offer");
            assertThat(node.next().body().dictionary("tapedeck").orElseThrow().text("orders"))
                    .isPresent();
            assertThat(node.next().command()).isEqualTo("delete");
            List<CallEvent> events = callEvents();
            assertThat(events.getFirst()).isInstanceOf(CallStarted.class);
            assertThat(events).anyMatch(CallAnswered.class::isInstance);
            CallRecord ended = events.getLast().call();
            assertThat(ended.sessionId()).hasToString(call.sessionId());
            assertThat(ended.endedReason()).isEqualTo(EndedReason.CALLER_DISCONNECT);
            assertThat(ended.caller().userId()).isEqualTo(ExampleDirectory.ANNA.id());
            assertThat(ended.callee().userId()).isEqualTo(ExampleDirectory.BOB.id());
            assertThat(ended.orders()).hasSize(1);
            assertThat(ended.targets()).hasSize(1);
            assertThat(get("health"))
                    .startsWith("{")
                    .contains("\"status\":\"UP\"")
                    .doesNotContain("DEGRADED");
            assertThat(get("prometheus")).contains("tapedeck_sip_registered_devices 2.0");
        }
    }

    @Test
    void a_wrong_password_does_not_register() {
        try (var thief = phone("1001", "anna-desk", "guess")) {
            assertThat(thief.register(SOON)).isEqualTo(403);
        }
    }

    @Test
    void it_is_explained_over_http_who_is_recorded_without_a_callee() throws Exception {
        JsonNode own = explained("{'userId':'%s'}".formatted(CAROL.id()), "*55");
        JsonNode outside = explained("{'network':'offnet'}", "record@beta.example");
        JsonNode strange = explained("{'userId':'%s'}".formatted(CAROL.id()), "record@acme.example");

        JsonNode order = own.path("orders").path(0);
        assertThat(order.path("owner").path("userId").asString())
                .isEqualTo(CAROL.id().toString());
        assertThat(order.path("level").asString()).isEqualTo("tenant");
        assertThat(order.path("setting").asString()).isEqualTo("callerRecording.enabled");
        assertThat(order.path("settings").path("timeLimit").asInt()).isEqualTo(60);
        assertThat(order.path("callerRecording").toString()).isEqualTo("{\"silenceSeconds\":5}");
        assertThat(outside.path("orders").path(0).path("owner").has("userId")).isFalse();
        assertThat(strange.path("orders")).isEmpty();
        assertThat(strange.path("considered").path(0).path("why").asString()).contains("another tenant");
    }

    @Test
    void it_is_explained_for_one_who_has_sent_the_call_on_and_for_several() throws Exception {
        String outside = "{'network':'offnet'},'redirectedBy':";
        JsonNode one = explained(outside + "'" + CAROL.id() + "'", "1001");
        JsonNode several = explained(outside + "['" + CAROL.id() + "']", "1001");

        assertThat(one.path("considered")).isNotEmpty().isEqualTo(several.path("considered"));
    }

    /** A call within Beta. */
    private static JsonNode explained(String source, String number) throws Exception {
        String question = "{'tenantId':'%s','source':%s,'destination':{'number':'%s'}}"
                .formatted(BETA.id(), source, number)
                .replace('\'', '"');
        var request = HttpRequest.newBuilder(uri("/internal/policy/explain"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(question))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            var response = http.send(request, BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return JSON.readTree(response.body());
        }
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + proxy.getEnvironment().getProperty("local.server.port") + path);
    }

    private static Softphone phone(String extension, String username, String password) {
        return Softphone.at(address())
                .identity(extension, ExampleDirectory.ACME.domain())
                .credentials(username, password)
                .build();
    }

    private static InetSocketAddress address() {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), proxy.getBean(SipServer.class).port());
    }

    private static void writeDirectory() throws Exception {
        var settings = Map.<String, Object>of(
                "bootstrap.servers", kafka.bootstrapServers(),
                "key.serializer", StringSerializer.class,
                "value.serializer", StringSerializer.class);
        var writer = JSON.writerFor(new TypeReference<CloudEvent<DirectoryEvent>>() {});
        try (var producer = new KafkaProducer<String, String>(settings)) {
            for (DirectoryEvent entity : directory()) {
                UUID id = ExampleDirectory.idOf(entity);
                var event = CloudEvent.of(
                        id, URI.create("/tapedeck/gateway-api/test"), id.toString(), Instant.EPOCH, entity);
                producer.send(new ProducerRecord<>(Topics.DIRECTORY, id.toString(), writer.writeValueAsString(event)))
                        .get();
            }
        }
    }

    /** The example, and Beta records those who call nobody. */
    private static List<DirectoryEvent> directory() {
        var entities = new ArrayList<>(ExampleDirectory.entities());
        var alone = new CallerRecordingRules(true, "*55", null, null, null, 60, null);
        var rules = new RecordingRules(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, alone);
        UUID scope = BETA.id().value();
        entities.add(new DirectoryEvent.Rules(new UUID(8, 1), RecordingLevel.TENANT, scope, 1, rules));
        return entities;
    }

    /** The events of the only call, up to its end. */
    private List<CallEvent> callEvents() {
        var settings = Map.<String, Object>of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "key.deserializer",
                StringDeserializer.class,
                "value.deserializer",
                StringDeserializer.class,
                "auto.offset.reset",
                "earliest");
        var reader = JSON.readerFor(new TypeReference<CloudEvent<CallEvent>>() {});
        var events = new ArrayList<CallEvent>();
        try (var consumer = new KafkaConsumer<String, String>(settings)) {
            var partition = List.of(new TopicPartition(Topics.CALLS, 0));
            consumer.assign(partition);
            consumer.seekToBeginning(partition);
            long deadline = System.nanoTime() + SOON.toNanos();
            while (System.nanoTime() < deadline && (events.isEmpty() || !(events.getLast() instanceof CallEnded))) {
                consumer.poll(Duration.ofMillis(200)).forEach(message -> {
                    CloudEvent<CallEvent> event = reader.readValue(message.value());
                    events.add(Objects.requireNonNull(event.data()));
                });
            }
        }
        return events;
    }

    private static String get(String endpoint) throws Exception {
        var request = HttpRequest.newBuilder(uri("/actuator/" + endpoint)).build();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofString()).body();
        }
    }
}
