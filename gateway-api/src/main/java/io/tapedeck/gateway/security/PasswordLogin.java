package io.tapedeck.gateway.security;

import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.gateway.access.Caller;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/** Checks user name and password, of basic authentication and of the login form. */
@Component
class PasswordLogin implements AuthenticationProvider {

    private static final int LOCKS = 32;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final Accounts accounts;
    private final PasswordEncoder encoder;
    private final PasswordMemory memory;
    private final Attempts attempts;
    private final MeterRegistry meters;

    /** Each for some of the logins, by a keyed digest: a guess does not hold up the right password. */
    private final Lock[] turns =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(Lock[]::new);

    /** Checked for those who do not exist, so that the time of the answer does not tell who does. */
    private final String nobodysHash;

    PasswordLogin(
            Accounts accounts,
            PasswordEncoder encoder,
            SecuritySettings settings,
            RandomGenerator random,
            Clock clock,
            MeterRegistry meters) {
        this.accounts = accounts;
        this.encoder = encoder;
        this.memory = new PasswordMemory(random, settings.passwordMemory(), clock);
        this.attempts = new Attempts(settings.attemptsPerMinute(), clock);
        this.meters = meters;
        this.nobodysHash = String.valueOf(encoder.encode(Long.toString(random.nextLong())));
    }

    @Override
    public Authentication authenticate(Authentication login) {
        String address = addressOf(login);
        String username = login.getName();
        String password = String.valueOf(login.getCredentials());
        Optional<Account> account = accountOf(username);
        String hash = account.map(Account::passwordHash).orElse(nobodysHash);
        String digest = memory.digest(address, hash, password);
        if (account.isPresent() && memory.knows(digest)) {
            return account.get().authenticated();
        }
        requireTry(address); // who has none left does not even stand in the way of others
        Lock turn = turns[Math.floorMod(digest.hashCode(), turns.length)];
        take(turn);
        try {
            return hashed(account, address, password, digest);
        } finally {
            turn.unlock();
        }
    }

    private void requireTry(String address) {
        if (!attempts.mayTry(address)) {
            throw new LockedException("too many wrong passwords");
        }
    }

    private static void take(Lock turn) {
        try {
            if (!turn.tryLock(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AuthenticationServiceException("too many logins at once");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AuthenticationServiceException("interrupted while waiting for a login", interrupted);
        }
    }

    /** Of many requests with one login that nobody remembers (any more), the first pays for the slow hash, the others wait. */
    private Authentication hashed(Optional<Account> account, String address, String password, String digest) {
        if (account.isPresent() && memory.knows(digest)) {
            return account.get().authenticated();
        }
        requireTry(address);
        String hash = account.map(Account::passwordHash).orElse(nobodysHash);
        if (!encoder.matches(password, hash) || account.isEmpty()) {
            attempts.failed(address);
            meters.counter("tapedeck.gateway.logins", "outcome", "refused").increment();
            throw new BadCredentialsException("wrong user name or password");
        }
        memory.remember(digest);
        meters.counter("tapedeck.gateway.logins", "outcome", "accepted").increment();
        return account.get().authenticated();
    }

    /** Somebody who may log in, when the password is right. */
    private record Account(Caller caller, Role role, String passwordHash) {

        Authentication authenticated() {
            return role.authenticated(caller);
        }
    }

    private Optional<Account> accountOf(String username) {
        try {
            return accounts.passwordHashOf(username)
                    .map(hash -> new Account(Caller.platform(username), Role.PLATFORM, hash))
                    .or(() -> memberOf(username));
        } catch (org.springframework.dao.DataAccessException failure) {
            throw new InternalAuthenticationServiceException("the database cannot be reached", failure);
        }
    }

    /** Users log in as {@code extension@domain}. */
    private Optional<Account> memberOf(String username) {
        int at = username.lastIndexOf('@');
        return at < 0
                ? Optional.empty()
                : accounts.member(
                                username.substring(0, at),
                                username.substring(at + 1).toLowerCase(Locale.ROOT))
                        .map(member -> new Account(
                                Caller.user(username, member.tenant(), member.user(), member.since()),
                                Role.USER,
                                member.passwordHash()));
    }

    private static String addressOf(Authentication login) {
        return login.getDetails() instanceof WebAuthenticationDetails details
                ? String.valueOf(details.getRemoteAddress())
                : "";
    }

    @Override
    public boolean supports(@Nullable Class<?> type) {
        return type != null && UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
    }
}
