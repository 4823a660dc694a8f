package io.tapedeck.gateway.security;

import io.tapedeck.gateway.access.Caller;
import java.util.List;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** What a caller may call at all; what of it is theirs is asked of the {@link Caller}. */
enum Role {
    PLATFORM,
    TENANT,

    /** Nothing but what is under {@code /me}. */
    USER;

    Authentication authenticated(Caller caller) {
        return UsernamePasswordAuthenticationToken.authenticated(
                caller, null, List.of(new SimpleGrantedAuthority("ROLE_" + name())));
    }
}
