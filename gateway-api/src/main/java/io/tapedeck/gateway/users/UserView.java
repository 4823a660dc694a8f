package io.tapedeck.gateway.users;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import java.util.List;
import java.util.UUID;

/** A user as it is shown. */
@Schema(name = "User")
record UserView(UUID id, UUID tenantId, String extension, String displayName, List<String> numbers, boolean enabled) {

    static UserView of(User user) {
        return new UserView(
                user.id().value(),
                user.tenantId().value(),
                user.extension(),
                user.displayName(),
                user.numbers(),
                user.enabled());
    }
}
