package io.tapedeck.standalone.demo;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A tenant with two users that have a device each; made when missing, so a demo can be run again and again. */
public record DemoTenant(String domain, Account caller, Account callee) {

    private static final String NAME = "Demo";
    private static final String DOMAIN = "demo.tapedeck.example";

    /** What a phone needs in order to register. */
    public record Account(String extension, String username, String password) {}

    public static DemoTenant provision(TapedeckApi api) {
        String tenant = idOf(api.find("/api/v1/tenants?limit=200", node -> has(node, "domain", DOMAIN))
                .orElseGet(() -> api.post("/api/v1/tenants", Map.of("name", NAME, "domain", DOMAIN))));
        return new DemoTenant(
                DOMAIN,
                account(api, tenant, "1001", "Alice Demo", "demo-alice"),
                account(api, tenant, "1002", "Bob Demo", "demo-bob"));
    }

    private static Account account(TapedeckApi api, String tenant, String extension, String name, String username) {
        String users = "/api/v1/tenants/" + tenant + "/users";
        String user = idOf(api.find(users + "?limit=200", node -> has(node, "extension", extension))
                .orElseGet(() ->
                        api.post(users, Map.of("extension", extension, "displayName", name, "numbers", List.of()))));
        String password = newPassword();
        var device = Map.of("name", name + "'s phone", "username", username, "password", password);
        String devices = "/api/v1/users/" + user + "/devices";
        api.find(devices + "?limit=200", node -> has(node, "username", username))
                .ifPresentOrElse(
                        known -> api.put("/api/v1/devices/" + idOf(known), device), () -> api.post(devices, device));
        return new Account(extension, username, password);
    }

    private static boolean has(JsonNode node, String field, String value) {
        return node.path(field).asString("").equals(value);
    }

    private static String idOf(JsonNode node) {
        return node.path("id").asString();
    }

    private static String newPassword() {
        var bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
