package io.tapedeck.export.http;

import io.tapedeck.contracts.Responsible;
import io.tapedeck.export.export.Delivery;
import io.tapedeck.export.export.Outcome;
import io.tapedeck.export.export.Outcome.Confirmed;
import io.tapedeck.export.export.Outcome.Refused;
import io.tapedeck.export.export.Outcome.Trouble;
import io.tapedeck.export.export.Sender;
import io.tapedeck.export.store.RecordingStore;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Hands a file over with {@code PUT} or {@code POST}, streaming from the disk, with its digest (RFC 9530) for the other side to check. Redirects are
 * not followed: an address is what an administrator entered, not what a stranger's server answers.
 */
@Component
public final class HttpSender implements Sender, AutoCloseable {

    private static final String ADVICE = "; check its address and its rights.";

    private static final Set<Integer> MAY_PASS = Set.of(408, 429);

    /** Rights that are missing, a folder or a lock (RFC 4918, 11.3): put right over there, and the order is still good. */
    private static final Set<Integer> MAY_BE_PUT_RIGHT = Set.of(401, 403, 404, 409, 423);

    private final RecordingStore store;
    private final HttpClient client;

    public HttpSender(RecordingStore store, HttpSettings settings) {
        this.store = store;
        this.client = HttpClient.newBuilder()
                .connectTimeout(settings.connect())
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    @Override
    public Outcome send(Delivery delivery, Duration patience) throws InterruptedException {
        Optional<Target> target = Target.of(delivery.address(), delivery.fileName());
        if (target.isEmpty()) {
            return new Refused(
                    "The address to deliver to is not one of a web server (http or https); correct it.",
                    Responsible.CALLER);
        }
        Optional<Path> file = store.locate(delivery.mediaKey());
        if (file.isEmpty()) {
            return new Refused("The media file's key leads out of the recording store.", Responsible.US);
        }
        if (!store.holds(file.get(), delivery.bytes())) {
            return notInTheStore();
        }
        return put(delivery, target.get(), file.get(), patience);
    }

    private static Trouble notInTheStore() {
        return new Trouble(
                "The media file is not in the recording store, or not complete; check tapedeck.export.store.",
                Responsible.OPERATOR);
    }

    private Outcome put(Delivery delivery, Target target, Path file, Duration patience) throws InterruptedException {
        try {
            var response = client.send(request(delivery, target, file, patience), BodyHandlers.ofInputStream());
            hangUp(response.body());
            return outcome(response.statusCode());
        } catch (FileNotFoundException gone) {
            return notInTheStore();
        } catch (IOException failure) {
            return new Trouble("The other side cannot be reached: " + reason(failure), Responsible.OPERATOR);
        } catch (IllegalArgumentException noRequest) {
            return new Refused(
                    "The address to deliver to cannot be asked: " + noRequest.getMessage(), Responsible.CALLER);
        }
    }

    /** The request's timeout ends with the headers: a body that never ends would be waited for without one. */
    private static void hangUp(InputStream body) {
        try {
            body.close();
        } catch (IOException gone) {
            // the status has been heard, and the connection is of no further use either way
        }
    }

    private static HttpRequest request(Delivery delivery, Target target, Path file, Duration patience)
            throws FileNotFoundException {
        byte[] digest = HexFormat.of().parseHex(delivery.sha256());
        var request = HttpRequest.newBuilder(target.uri())
                .timeout(patience)
                .header("Content-Type", delivery.format().mediaType())
                .header("Content-Digest", "sha-256=:" + Base64.getEncoder().encodeToString(digest) + ":")
                .method(delivery.method().name(), BodyPublishers.ofFile(file));
        if (target.authorization() != null) {
            request.header("Authorization", target.authorization());
        }
        return request.build();
    }

    private static Outcome outcome(int status) {
        if (status >= 200 && status < 300) {
            return new Confirmed();
        }
        String answered = "The other side answered " + status;
        if (status >= 500 || MAY_PASS.contains(status)) {
            return new Trouble(answered + ".", Responsible.OPERATOR);
        }
        if (MAY_BE_PUT_RIGHT.contains(status)) {
            return new Trouble(answered + ADVICE, Responsible.CALLER);
        }
        return new Refused(
                answered + (status >= 400 ? ADVICE : "; redirects are not followed, enter where it leads."),
                Responsible.CALLER);
    }

    private static String reason(IOException failure) {
        String message = failure.getMessage();
        return failure.getClass().getSimpleName() + (message == null ? "" : " (" + message + ")");
    }

    /** Ends requests under way: their couriers are interrupted. */
    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
