package io.tapedeck.cdr;

import io.tapedeck.testkit.servers.EmbeddedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** The service as its neighbours see it: settings in, HTTP out. */
final class RunningService implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;

    private RunningService(ConfigurableApplicationContext context) {
        this.context = context;
        this.base = URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port"));
    }

    static RunningService start(String kafka, String databaseUrl, String... more) {
        EmbeddedDatabase database = EmbeddedDatabase.start();
        var args = new ArrayList<>(List.of(
                "--tapedeck.kafka=" + kafka,
                "--tapedeck.postgres.url=" + databaseUrl,
                "--tapedeck.postgres.user=" + database.user(),
                "--tapedeck.postgres.password=" + database.password(),
                "--server.port=0",
                "--tapedeck.cdr.intake.longest-retry=400ms"));
        args.addAll(List.of(more));
        return new RunningService(CdrApplication.start(args.toArray(String[]::new)));
    }

    HttpResponse<String> get(String path, String... headers) {
        var request = HttpRequest.newBuilder(base.resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    JsonNode json(String path) {
        return Wire.JSON.readTree(get(path).body());
    }

    /** The value of a metric as Prometheus reads it; NaN while there is none. */
    double metric(String series) {
        return get("/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    @Override
    public void close() {
        http.close();
        context.close();
    }
}
