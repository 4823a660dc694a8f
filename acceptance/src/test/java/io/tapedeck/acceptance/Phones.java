package io.tapedeck.acceptance;

import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.testkit.phone.Codec;
import io.tapedeck.testkit.phone.Softphone;
import io.tapedeck.testkit.time.Eventually;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/** Makes a tenant with users, devices, trunks and settings, and the phones that belong to them. */
final class Phones {

    static final String PASSWORD = "secret-of-the-phone";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TapedeckApi api;
    private final InetSocketAddress proxy;
    private final String domain;
    private final String tenantId;
    private final Map<String, String> userIds = new ConcurrentHashMap<>();

    Phones(RunningPlatform platform, TapedeckApi api) {
        this(platform.sip(), api);
    }

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
        userIds.put(extension, user);
        String username = extension + "." + domain;
        api.post(
                "/api/v1/users/" + user + "/devices",
                Map.of("name", "phone", "username", username, "password", PASSWORD));
        return username;
    }

    /** Of a user who has been made. */
    String userId(String extension) {
        return Objects.requireNonNull(userIds.get(extension), extension);
    }

    /** @return a number by which a user is called from outside, unlike those of other tenants */
    String numberOf(String extension) {
        String number = "49" + extension + (1_000_000 + Math.floorMod(tenantId.hashCode(), 900_000));
        api.put("/api/v1/users/" + userId(extension), Map.of("extension", extension, "numbers", List.of(number)));
        return number;
    }

    /** A trunk to the outside at that port of this machine, for numbers that begin like that. */
    void trunk(int port, String prefix) {
        api.post(
                "/api/v1/trunks",
                Map.of(
                        "name",
                        trunkName(prefix),
                        "tenantId",
                        tenantId,
                        "host",
                        "127.0.0.1",
                        "port",
                        port,
                        "sources",
                        List.of("127.0.0.1:" + port),
                        "prefixes",
                        List.of(prefix)));
    }

    String trunkName(String prefix) {
        return prefix + " of " + domain;
    }

    /** Somebody outside, whose carrier has that port. */
    Softphone outside(String number, int port) {
        return Softphone.at(proxy)
                .identity(number, "127.0.0.1")
                .localAddress("127.0.0.1", port)
                .build();
    }

    /** They hold for the tenants of all tests. */
    JsonNode platformSettings(Map<String, ?> wanted) {
        return api.put("/api/v1/recording-settings", wanted);
    }

    /** Whatever was written there: a tenant that says nothing is recorded, as without any settings of the platform. */
    void platformAsEver() {
        platformSettings(Map.of("any", Map.of("any", Map.of("enabled", true))));
    }

    JsonNode tenantSettings(Map<String, ?> wanted) {
        return settings("tenants/" + tenantId, wanted);
    }

    JsonNode userSettings(String extension, Map<String, ?> wanted) {
        return settings("users/" + userId(extension), wanted);
    }

    /** @param scope whose document, as it stands in its address */
    JsonNode settings(String scope, Map<String, ?> wanted) {
        return api.put("/api/v1/" + scope + "/recording-settings", wanted);
    }

    /** What the rules say now of a call from one user to another. */
    JsonNode explained(String from, String to) {
        return explained(Map.of("userId", userId(from)), Map.of("userId", userId(to)));
    }

    JsonNode explained(Map<String, ?> source, Map<String, ?> destination) {
        return explained(Map.of("source", source, "destination", destination));
    }

    /** @param question but for the tenant */
    JsonNode explained(Map<String, ?> question) {
        var whole = new HashMap<String, Object>(question);
        whole.put("tenantId", tenantId);
        return api.post("/api/v1/policy/explain", whole);
    }

    Softphone registered(String extension) {
        return registered(extension, phone(extension, account(extension), PASSWORD));
    }

    /** Of a phone that has these codecs; with more than one it takes what is offered first. */
    Softphone registered(String extension, Codec first, Codec... second) {
        Softphone.Builder model = model(extension, account(extension), PASSWORD);
        return registered(
                extension, (second.length == 0 ? model.codec(first) : model.codecs(first, second[0])).build());
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
