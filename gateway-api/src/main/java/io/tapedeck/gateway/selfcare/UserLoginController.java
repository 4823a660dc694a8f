package io.tapedeck.gateway.selfcare;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import io.tapedeck.gateway.access.Caller;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.security.Accounts;
import io.tapedeck.gateway.users.Users;
import io.tapedeck.gateway.validation.Checks;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** REST: lets users log in to their own options, as {@code extension@domain}. */
@RestController
@RequestMapping("/api/v1/users/{userId}/login")
@Tag(name = "Self-care", description = "What users may change themselves, and how they log in")
class UserLoginController {

    private static final int SHORTEST = 10;
    private static final int LONGEST = 200;

    private final Users users;
    private final Accounts accounts;
    private final PasswordEncoder encoder;
    private final Clock clock;

    UserLoginController(Users users, Accounts accounts, PasswordEncoder encoder, Clock clock) {
        this.users = users;
        this.accounts = accounts;
        this.encoder = encoder;
        this.clock = clock;
    }

    @Schema(name = "UserLogin")
    record Body(
            @Schema(description = "10 to 200 characters; kept as a hash") @Nullable
            String password) {

        @Override
        public String toString() {
            return "UserLogin"; // no password in a log
        }
    }

    @PutMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Give a user a password, who may log in from now on")
    void set(Caller caller, @PathVariable UserId userId, @RequestBody Body body) {
        User user = visible(caller, userId);
        var checks = new Checks();
        String password = body.password() == null ? "" : body.password();
        if (password.length() < SHORTEST || password.length() > LONGEST) {
            checks.fault("/password", "Must have " + SHORTEST + " to " + LONGEST + " characters.");
        }
        checks.refuseIfAny();
        accounts.store(user.id(), String.valueOf(encoder.encode(password)), clock.instant());
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Take a user's password away, who cannot log in any more")
    void remove(Caller caller, @PathVariable UserId userId) {
        if (!accounts.removeMember(visible(caller, userId).id())) {
            throw Refusal.notFound("login of user", userId);
        }
    }

    private User visible(Caller caller, UserId id) {
        return caller.visible(users.find(id), User::tenantId, "user", id);
    }
}
