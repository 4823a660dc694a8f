package io.tapedeck.gateway.internal;

import io.tapedeck.gateway.announcements.RemoteSpeech;
import io.tapedeck.gateway.announcements.SpeechSettings;
import io.tapedeck.gateway.announcements.Utterance;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * A speech service over HTTP: {@code POST} of the utterance as JSON, answered by 200 with a file of sound. Documented in
 * docs/announcements.md.
 */
@Component
final class HttpSpeech implements RemoteSpeech, AutoCloseable {

    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final int OK = 200;
    private static final int MOST_BYTES = 32 << 20;

    private final SpeechSettings settings;
    private final JsonMapper json;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    HttpSpeech(SpeechSettings settings, JsonMapper json) {
        this.settings = settings;
        this.json = json;
    }

    @Override
    public byte[] speak(Utterance utterance) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(settings.url()))
                .timeout(WITHIN)
                .header("Content-Type", "application/json")
                .header("Accept", "audio/*")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(utterance)));
        if (!settings.token().isEmpty()) {
            request.header("Authorization", "Bearer " + settings.token());
        }
        try {
            var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (var body = answer.body()) {
                if (answer.statusCode() != OK) {
                    throw new IOException("the speech service answered " + answer.statusCode());
                }
                return body.readNBytes(MOST_BYTES);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the service is stopping", e);
        }
    }

    /** Ends requests that are under way. */
    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
