package io.tapedeck.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tapedeck.contracts.UserId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.password.PasswordEncoder;

class PasswordLoginTest {

    private final SlowForGuesses encoder = new SlowForGuesses();
    private final PasswordLogin logins = new PasswordLogin(
            new OneAdministrator(),
            encoder,
            new SecuritySettings(Path.of("."), Duration.ofMinutes(1), 20),
            new Random(1),
            Clock.systemUTC(),
            new SimpleMeterRegistry());

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_guess_that_is_being_checked_does_not_hold_up_the_right_password() throws InterruptedException {
        var guess = CompletableFuture.supplyAsync(() -> refused("a guess"));
        encoder.checking.await();

        Authentication right = logins.authenticate(login("right"));

        assertThat(right.isAuthenticated()).isTrue();
        assertThat(guess).isNotDone();
        encoder.release.countDown();
        assertThat(guess.join()).isTrue();
    }

    private boolean refused(String password) {
        try {
            logins.authenticate(login(password));
            return false;
        } catch (BadCredentialsException wrong) {
            return true;
        }
    }

    private static Authentication login(String password) {
        return UsernamePasswordAuthenticationToken.unauthenticated("admin", password);
    }

    /** Takes as long over a guess as the test wants it to. */
    private static final class SlowForGuesses implements PasswordEncoder {

        private final CountDownLatch checking = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);

        @Override
        public String encode(@Nullable CharSequence password) {
            return "hash of " + password;
        }

        @Override
        public boolean matches(@Nullable CharSequence password, @Nullable String hash) {
            if ("a guess".contentEquals(String.valueOf(password))) {
                checking.countDown();
                try {
                    release.await();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
            return encode(password).equals(hash);
        }
    }

    /** Nobody else has an account. */
    private static final class OneAdministrator implements Accounts {

        @Override
        public Optional<String> passwordHashOf(String username) {
            return Optional.of("hash of right");
        }

        @Override
        public Optional<Member> member(String extension, String domain) {
            return Optional.empty();
        }

        @Override
        public Optional<Instant> loginOf(UserId user) {
            return Optional.empty();
        }

        @Override
        public void store(String username, String passwordHash, Instant at) {
            throw new UnsupportedOperationException("nobody is added");
        }

        @Override
        public void store(UserId user, String passwordHash, Instant at) {
            throw new UnsupportedOperationException("nobody is added");
        }

        @Override
        public boolean removeMember(UserId user) {
            throw new UnsupportedOperationException("nobody is removed");
        }
    }
}
