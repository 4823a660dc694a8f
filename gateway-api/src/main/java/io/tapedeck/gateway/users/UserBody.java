package io.tapedeck.gateway.users;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import io.tapedeck.gateway.validation.Checks;
import io.tapedeck.gateway.validation.TextRule;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A user as it is written by people. */
@Schema(
        name = "UserRequest",
        requiredProperties = {"extension"})
record UserBody(
        @Schema(description = "Number by which colleagues reach the user; unique in the tenant", example = "1001")
        @Nullable
        String extension,

        @Schema(description = "Default: the extension", example = "Ada Lovelace") @Nullable
        String displayName,

        @Schema(
                description = "Public numbers that lead to the user; unique on the platform",
                example = "[\"+4930123456\"]")
        @Nullable
        List<@Nullable String> numbers,

        @Schema(defaultValue = "true") @Nullable Boolean enabled) {

    private static final int NUMBERS_MAXIMUM = 100;

    /** The user that is meant; refuses what is wrong with it. */
    User toUser(UserId id, TenantId tenant) {
        var checks = new Checks();
        String number = checks.required("/extension", extension, TextRule.EXTENSION);
        String name = checks.optional("/displayName", displayName, TextRule.DISPLAY_NAME);
        var user = new User(
                id,
                tenant,
                number,
                Objects.requireNonNullElse(name, number),
                checks.list("/numbers", numbers, TextRule.NUMBER, NUMBERS_MAXIMUM),
                enabled == null || enabled);
        checks.refuseIfAny();
        return user;
    }
}
