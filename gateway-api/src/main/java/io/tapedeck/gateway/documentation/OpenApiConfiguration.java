package io.tapedeck.gateway.documentation;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.tapedeck.gateway.access.Caller;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is true of the whole interface and does not stand at a single controller. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    private static final String PROBLEM = "Problem";

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class);
    }

    @Bean
    OpenAPI description() {
        return new OpenAPI()
                .info(new Info()
                        .title("Tapedeck")
                        .version("v1")
                        .description("Tenants, users, devices and trunks; calls and their recordings. "
                                + "Every refusal is a problem by RFC 9457 that says what is wrong and who must act. "
                                + "Lists come in pages: follow `next`, or the `Link` header.")
                        .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
                .components(new Components()
                        .addSecuritySchemes("basic", scheme("basic", "User name and password"))
                        .addSecuritySchemes("apiKey", scheme("bearer", "An API key, of the platform or of one tenant")))
                .addSecurityItem(new SecurityRequirement().addList("basic"))
                .addSecurityItem(new SecurityRequirement().addList("apiKey"));
    }

    private static SecurityScheme scheme(String name, String description) {
        return new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme(name).description(description);
    }

    private static Schema<?> problem() {
        Schema<?> fault = new ObjectSchema()
                .addProperty("pointer", new StringSchema().description("JSON pointer, or ?name for a query parameter"))
                .addProperty("detail", new StringSchema());
        return new ObjectSchema()
                .description("RFC 9457")
                .addProperty("type", new StringSchema().example("urn:tapedeck:problem:invalid"))
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema())
                .addProperty("instance", new StringSchema())
                .addProperty("responsible", new StringSchema().description("Who must act: caller, operator or us"))
                .addProperty("errors", new ArraySchema().items(fault));
    }

    /** Problems everywhere, and the header that makes a POST repeatable. */
    @Bean
    OpenApiCustomizer common() {
        return description -> {
            // here and not above: springdoc drops schemas to which nothing refers yet
            description.getComponents().addSchemas(PROBLEM, problem());
            description.getPaths().values().forEach(OpenApiConfiguration::complete);
        };
    }

    private static void complete(PathItem path) {
        path.readOperations()
                .forEach(operation -> operation
                        .getResponses()
                        .addApiResponse(
                                "default",
                                new ApiResponse().description("A problem").content(problemContent())));
        if (path.getPost() != null) {
            path.getPost()
                    .addParametersItem(new HeaderParameter()
                            .name("Idempotency-Key")
                            .description("Sent again within a day: the first answer again")
                            .schema(new StringSchema()));
        }
    }

    private static Content problemContent() {
        return new Content()
                .addMediaType(
                        "application/problem+json",
                        new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM)));
    }
}
