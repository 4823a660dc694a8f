package io.tapedeck.acceptance;

import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.testkit.phone.Softphone;
import io.tapedeck.testkit.time.Eventually;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Makes tenants with users and devices, and phones that are registered for them. */
final class Phones {

    static final String PASSWORD = "secret-of-the-phone";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TapedeckApi api;
    private final InetSocketAddress proxy;
    private final String domain;
    private final String tenantId;

    /** A tenant of its own for each test class, so that none sees the calls of another. */
    Phones(InetSocketAddress proxy, TapedeckApi api) {
        this.api = api;
        this.proxy = proxy;
        this.domain = "t" + UUID.randomUUID().toString().substring(0, 8) + ".example";
        this.tenantId = id(api.post("/api/v1/tenants", Map.of("name", "Tenant of " + domain, "domain", domain)));
    }

    String domain() {
        return domain;
    }

    String tenantId() {
        return tenantId;
    }

    /** A user with one device; the device's username is unique on the platform. */
    String account(String extension) {
        String user = id(api.post(
                "/api/v1/tenants/" + tenantId + "/users",
                Map.of("extension", extension, "displayName", "User " + extension, "numbers", List.of())));
        String username = extension + "." + domain;
        api.post(
                "/api/v1/users/" + user + "/devices",
                Map.of("name", "phone", "username", username, "password", PASSWORD));
        return username;
    }

    Softphone registered(String extension) {
        return registered(extension, phone(extension, account(extension), PASSWORD));
    }

    /** Of a phone that speaks SRTP only. */
    Softphone encrypting(String extension) {
        return registered(
                extension,
                model(extension, account(extension), PASSWORD).encrypting().build());
    }

    /** Of a phone that has a camera at that port. */
    Softphone filming(String extension, int videoPort) {
        return registered(
                extension,
                model(extension, account(extension), PASSWORD)
                        .withVideoAt(videoPort)
                        .build());
    }

    private static Softphone registered(String extension, Softphone phone) {
        Eventually.holds(() -> phone.register(PATIENCE) == 200, PATIENCE, extension + " is registered");
        return phone;
    }

    /** For an account that exists. */
    Softphone registeredAgain(String extension) {
        return registered(extension, phone(extension, extension + "." + domain, PASSWORD));
    }

    /** What was published before this is in force: the proxy knows an account that was made after it. */
    void awaitPublished() {
        String extension = "9" + System.nanoTime() % 100_000_000;
        account(extension);
        registeredAgain(extension).close();
    }

    Softphone phone(String extension, String username, String password) {
        return model(extension, username, password).build();
    }

    /** Not registered; for an account that exists. */
    Softphone withoutKeyEvents(String extension) {
        return model(extension, extension + "." + domain, PASSWORD)
                .withoutKeyEvents()
                .build();
    }

    private Softphone.Builder model(String extension, String username, String password) {
        return Softphone.at(proxy)
                .identity(extension, domain)
                .credentials(username, password)
                .localAddress("127.0.0.1");
    }

    private static String id(JsonNode node) {
        return node.path("id").asString();
    }
}
