package io.tapedeck.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

class OpenApiTest {

    private final TestGateway gateway = TestGateway.shared();

    private final JsonNode description =
            gateway.anonymous().get("/api/v1/openapi.json").json();

    @Test
    void every_public_operation_is_described() {
        var described = new TreeSet<String>();
        description
                .get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .propertyNames()
                        .forEach(method ->
                                described.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));

        assertThat(described).containsExactlyElementsOf(publicOperations());
    }

    private TreeSet<String> publicOperations() {
        var operations = new TreeSet<String>();
        gateway.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(info -> info.getPatternValues().stream()
                        .filter(path -> path.startsWith("/api/v1/") || path.startsWith("/play/"))
                        .filter(path -> !path.startsWith("/api/v1/openapi"))
                        .forEach(path -> info.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> operations.add(method + " " + path))));
        return operations;
    }

    @Test
    void callers_learn_how_to_log_in_and_how_refusals_look() {
        var components = description.get("components");

        assertThat(components.get("securitySchemes").get("basic").get("scheme").stringValue())
                .isEqualTo("basic");
        assertThat(components.get("securitySchemes").get("apiKey").get("scheme").stringValue())
                .isEqualTo("bearer");
        assertThat(components.get("schemas").get("Problem").get("properties").has("responsible"))
                .isTrue();
        var create = description.get("paths").get("/api/v1/tenants").get("post");
        assertThat(create.get("summary").stringValue()).isNotEmpty();
        assertThat(create.get("responses").get("default").toString()).contains("application/problem+json");
        assertThat(create.get("parameters").toString())
                .contains("Idempotency-Key")
                .doesNotContain("Caller");
    }

    @Test
    void only_a_link_needs_no_login() {
        description
                .get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .forEach(operation -> assertThat(
                                        operation.path("security").isArray()
                                                && operation.get("security").isEmpty())
                                .as(path.getKey())
                                .isEqualTo(path.getKey().startsWith("/play/"))));
    }
}
