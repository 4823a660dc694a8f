package io.tapedeck.gateway.security;

import io.tapedeck.contracts.TenantId;
import io.tapedeck.gateway.access.Caller;
import io.tapedeck.gateway.apikeys.ApiKeys;
import io.tapedeck.gateway.apikeys.ApiKeys.ApiKey;
import io.tapedeck.gateway.apikeys.Secret;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.web.filter.OncePerRequestFilter;

/** Takes {@code Authorization: Bearer <api key>}. A key that is wrong is refused, even where none is needed. */
final class ApiKeyFilter extends OncePerRequestFilter {

    private static final String SCHEME = "bearer ";

    private final ApiKeys keys;
    private final AuthenticationEntryPoint refusal;

    ApiKeyFilter(ApiKeys keys, AuthenticationEntryPoint refusal) {
        this.keys = keys;
        this.refusal = refusal;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            chain.doFilter(request, response);
            return;
        }
        try {
            logIn(callerOf(header.substring(SCHEME.length()).strip()));
        } catch (AuthenticationException wrong) {
            refusal.commence(request, response, wrong);
            return;
        }
        chain.doFilter(request, response);
    }

    private Caller callerOf(String text) {
        return find(new Secret(text))
                .map(key -> Caller.of("key:" + key.name(), tenantOf(key)))
                .orElseThrow(() -> new BadCredentialsException("no such API key"));
    }

    private Optional<ApiKey> find(Secret secret) {
        try {
            return keys.findByHash(secret.sha256());
        } catch (DataAccessException failure) {
            throw new InternalAuthenticationServiceException("the database cannot be reached", failure);
        }
    }

    private static @Nullable TenantId tenantOf(ApiKey key) {
        UUID tenant = key.tenantId();
        return tenant == null ? null : new TenantId(tenant);
    }

    private static void logIn(Caller caller) {
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication((caller.isPlatform() ? Role.PLATFORM : Role.TENANT).authenticated(caller));
        SecurityContextHolder.setContext(context);
    }
}
