package io.tapedeck.proxy.routing;

import io.tapedeck.contracts.directory.DirectoryEvent;
import io.tapedeck.protocol.digest.DigestAlgorithm;
import io.tapedeck.protocol.digest.DigestChallenge;
import io.tapedeck.protocol.digest.DigestCredentials;
import io.tapedeck.protocol.digest.DigestException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Devices prove themselves by digest (RFC 7616, RFC 8760), trunks by the address they send from.
 *
 * <p>An unknown user and a wrong password take the same steps and get the same answer. The digest-uri is not compared
 * with the request URI: a hop before us may have rewritten that one (RFC 7616, 3.4.6); the nonce count is what stops
 * replays.
 */
public final class DigestAuthenticator implements Authenticator {

    private static final int FORBIDDEN = 403;
    private static final Duration NONCE_LIFETIME = Duration.ofMinutes(5);
    private static final int NONCES_IN_USE = 100_000;

    private final Directory directory;
    private final String realm;
    private final Nonces nonces;
    private final NonceCounts counts;
    private final String decoy;

    /**
     * @param random a secure one: it makes nonces unpredictable
     */
    public DigestAuthenticator(
            Directory directory, String realm, ProxyKeys keys, InstantSource clock, RandomGenerator random) {
        this.directory = directory;
        this.realm = realm;
        nonces = new Nonces(keys, NONCE_LIFETIME, clock, random);
        // the nonces of this very millisecond are our own
        counts = new NonceCounts(
                NONCES_IN_USE, clock.instant().truncatedTo(ChronoUnit.MILLIS).minusMillis(1));
        var unknowable = new byte[32];
        random.nextBytes(unknowable);
        decoy = HexFormat.of().formatHex(unknowable);
    }

    @Override
    public Authentication authenticate(Credentials credentials) {
        DirectorySnapshot now = directory.current();
        Optional<DigestCredentials> answer = answerIn(credentials.authorization());
        if (answer.isPresent()) {
            return verify(now, answer.get(), credentials.method());
        }
        var trunk = now.trunkBySource(credentials.source().address());
        // a trunk never registers here, while a phone may well stand behind the same address
        return trunk == null || credentials.method().equals("REGISTER")
                ? challenge(false)
                : new Authentication.Trunk(trunk);
    }

    private Authentication verify(DirectorySnapshot now, DigestCredentials answer, String method) {
        Optional<Instant> issued = nonces.issuedAt(answer.nonce());
        if (issued.isEmpty()) {
            return challenge(true);
        }
        Authentication.@Nullable Device account = account(now, answer.username());
        boolean proven = answer.matches(expectedHa1(account, answer.algorithm()), method);
        // we asked for qop=auth; an answer without it would be a downgrade
        boolean counted = answer.qop() != null && answer.nonceCount() > 0;
        if (account == null || !proven || !counted) {
            return new Authentication.Refused(FORBIDDEN, "Forbidden", failure(account, counted));
        }
        return counts.use(answer.nonce(), issued.get(), answer.nonceCount()) ? account : challenge(true);
    }

    private static Authentication.Failure failure(Authentication.@Nullable Device account, boolean counted) {
        if (account == null) {
            return Authentication.Failure.UNKNOWN_USER;
        }
        return counted ? Authentication.Failure.WRONG_PASSWORD : Authentication.Failure.UNPROTECTED;
    }

    private String expectedHa1(Authentication.@Nullable Device account, DigestAlgorithm algorithm) {
        return switch (algorithm) {
            case MD5 ->
                account == null
                        ? decoy.substring(decoy.length() / 2)
                        : account.device().ha1Md5();
            case SHA_256 -> account == null ? decoy : account.device().ha1Sha256();
        };
    }

    private static Authentication.@Nullable Device account(DirectorySnapshot now, String username) {
        DirectoryEvent.Device device = now.deviceByUsername(username);
        if (device == null) {
            return null;
        }
        DirectoryEvent.User user = now.user(device.userId());
        DirectoryEvent.Tenant tenant = now.tenant(device.tenantId());
        return user == null || tenant == null ? null : new Authentication.Device(tenant, user, device);
    }

    /** Answers to our own challenge, the stronger algorithm first; what cannot be read counts as not there. */
    private Optional<DigestCredentials> answerIn(List<String> authorization) {
        return authorization.stream()
                .flatMap(DigestAuthenticator::parsed)
                .filter(answer -> answer.realm().equals(realm))
                .max(Comparator.comparing(DigestCredentials::algorithm));
    }

    private static Stream<DigestCredentials> parsed(String headerValue) {
        try {
            return Stream.of(DigestCredentials.parse(headerValue));
        } catch (DigestException _) {
            return Stream.empty();
        }
    }

    /**
     * MD5 stands first though it is the weaker one: a client that knows both may take either, but one that knows MD5
     * only often looks at the first challenge alone and gives up on SHA-256 (sipp and older phones do).
     */
    private Authentication challenge(boolean stale) {
        String nonce = nonces.issue();
        return new Authentication.Challenge(Stream.of(DigestAlgorithm.MD5, DigestAlgorithm.SHA_256)
                .map(algorithm -> new DigestChallenge(realm, nonce, algorithm, stale, null).toHeaderValue())
                .toList());
    }
}
