package io.tapedeck.export.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.DeliveryMethod;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.Responsible;
import io.tapedeck.export.Destination;
import io.tapedeck.export.PollersUp;
import io.tapedeck.export.StoredFile;
import io.tapedeck.export.export.Delivery;
import io.tapedeck.export.export.Outcome;
import io.tapedeck.export.export.Outcome.Confirmed;
import io.tapedeck.export.export.Outcome.Refused;
import io.tapedeck.export.export.Outcome.Trouble;
import io.tapedeck.export.store.RecordingStore;
import io.tapedeck.export.store.StoreSettings;
import io.tapedeck.testkit.leaks.LeakCheck;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith({PollersUp.class, LeakCheck.class})
class HttpSenderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path store;

    private Destination destination;
    private HttpSender sender;

    @BeforeEach
    void open() throws IOException {
        destination = Destination.open();
        sender = new HttpSender(new RecordingStore(new StoreSettings(store)), new HttpSettings(Duration.ofSeconds(20)));
    }

    @AfterEach
    void close() {
        sender.close();
        destination.close();
    }

    @Test
    void the_whole_file_arrives_under_its_name_with_its_digest() throws Exception {
        var file = StoredFile.in(store, 3_000_000);

        Outcome outcome = send(file.deliveryTo(destination.address("/in/box")));

        assertThat(outcome).isEqualTo(new Confirmed());
        assertThat(destination.files().get("/in/box/" + file.recording() + ".wav"))
                .isEqualTo(file.content());
        var put = destination.requests().getFirst();
        assertThat(put.method()).isEqualTo("PUT");
        assertThat(put.header("Content-type")).isEqualTo("audio/wav");
        assertThat(put.header("Content-length")).isEqualTo("3000000");
        assertThat(put.header("Content-digest"))
                .isEqualTo("sha-256=:" + Base64.getEncoder().encodeToString(file.digest()) + ":");
    }

    @Test
    void a_file_that_is_to_be_posted_is_posted_to_the_same_place() throws Exception {
        var file = StoredFile.in(store);

        Outcome outcome = send(file.postedTo(destination.address("/in/box")));

        assertThat(outcome).isEqualTo(new Confirmed());
        var post = destination.requests().getFirst();
        assertThat(post.method()).isEqualTo("POST");
        assertThat(post.uri()).hasToString("/in/box/" + file.recording() + ".wav");
        assertThat(post.header("Content-type")).isEqualTo("audio/wav");
    }

    @Test
    void a_query_stays_behind_and_credentials_become_a_header() throws Exception {
        var file = StoredFile.in(store);
        URI address = URI.create("http://ann:s%20cret@127.0.0.1:" + destination.port() + "/in/?sig=a%2Fb");

        send(file.deliveryTo(address));

        var put = destination.requests().getFirst();
        assertThat(put.uri()).hasToString("/in/" + file.recording() + ".wav?sig=a%2Fb");
        assertThat(put.header("Authorization"))
                .isEqualTo("Basic " + Base64.getEncoder().encodeToString("ann:s cret".getBytes()));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 408, 429})
    void what_may_pass_is_trouble(int status) throws Exception {
        destination.answers(status);

        Outcome outcome = send(StoredFile.in(store).deliveryTo(destination.address("/")));

        assertThat(outcome).isEqualTo(new Trouble("The other side answered " + status + ".", Responsible.OPERATOR));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 409, 423})
    void what_somebody_may_put_right_is_trouble_and_says_who_must_act(int status) throws Exception {
        destination.answers(status);

        Outcome outcome = send(StoredFile.in(store).deliveryTo(destination.address("/")));

        assertThat(outcome)
                .isEqualTo(new Trouble(
                        "The other side answered " + status + "; check its address and its rights.",
                        Responsible.CALLER));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 405, 410, 413})
    void what_will_not_pass_is_refused_and_says_who_must_act(int status) throws Exception {
        destination.answers(status);

        Outcome outcome = send(StoredFile.in(store).deliveryTo(destination.address("/")));

        assertThat(outcome).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.responsible()).isEqualTo(Responsible.CALLER);
            assertThat(refused.message()).contains("" + status, "check its address and its rights");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void redirects_are_not_followed(int status) throws Exception {
        destination.answers(status);

        Outcome outcome = send(StoredFile.in(store).deliveryTo(destination.address("/")));

        assertThat(outcome).isInstanceOf(Refused.class);
        assertThat(destination.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://127.0.0.1/x", "file:///etc/passwd", "mailto:a@example.org", "/in/box", "http:///x"})
    void only_web_servers_are_asked(String address) throws Exception {
        Outcome outcome = send(StoredFile.in(store).deliveryTo(URI.create(address)));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.responsible()).isEqualTo(Responsible.CALLER));
    }

    @Test
    void a_server_that_is_not_there_is_trouble() throws Exception {
        URI nobody = destination.address("/");
        destination.close();

        assertThat(send(StoredFile.in(store).deliveryTo(nobody))).isInstanceOf(Trouble.class);
    }

    @Test
    void a_server_that_never_answers_is_trouble_when_patience_ends() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI address = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");

            Outcome outcome = sender.send(StoredFile.in(store).deliveryTo(address), Duration.ofMillis(300));

            assertThat(outcome).isInstanceOf(Trouble.class);
        }
    }

    @Test
    @Timeout(60)
    void the_body_of_an_answer_is_not_waited_for() throws Exception {
        var file = StoredFile.in(store);
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            URI address = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
            Future<Integer> hungUp = threads.submit(() -> promiseABody(server, file.content().length));

            Outcome outcome = send(file.deliveryTo(address));

            assertThat(outcome).isEqualTo(new Confirmed());
            assertThat(hungUp.get()).as("the connection is given up").isNegative();
        }
    }

    /** Takes the request, confirms it, and never sends the body it announces; returns what it reads then. */
    private static int promiseABody(ServerSocket server, int bytes) throws IOException {
        try (var socket = server.accept()) {
            var in = new BufferedInputStream(socket.getInputStream());
            while (!line(in).isEmpty()) {
                // headers
            }
            in.skipNBytes(bytes);
            socket.getOutputStream().write("HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\nthe ".getBytes());
            return in.read();
        } catch (SocketException reset) {
            return -1;
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    @Test
    void a_file_that_is_missing_or_half_written_is_not_sent() throws Exception {
        var file = StoredFile.in(store);
        Files.write(store.resolve(file.key()), new byte[10]);

        Outcome half = send(file.deliveryTo(destination.address("/")));
        Files.delete(store.resolve(file.key()));
        Outcome missing = send(file.deliveryTo(destination.address("/")));

        assertThat(half).isInstanceOf(Trouble.class).isEqualTo(missing);
        assertThat(destination.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "/etc/passwd", "a/../../secret", "", "a\0b"})
    void a_key_that_leads_out_of_the_store_is_refused(String key) throws Exception {
        var file = StoredFile.in(store);
        var delivery = new Delivery(
                0,
                file.recording(),
                file.tenant(),
                destination.address("/"),
                DeliveryMethod.PUT,
                key,
                MediaFormat.WAV,
                1,
                file.sha256(),
                StoredFile.MORNING,
                0);

        assertThat(send(delivery))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.responsible()).isEqualTo(Responsible.US));
        assertThat(destination.requests()).isEmpty();
    }

    private Outcome send(Delivery delivery) throws InterruptedException {
        return sender.send(delivery, PATIENCE);
    }
}
