package io.tapedeck.gateway.security;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Logins.
 *
 * @param data directory for what the gateway writes once, such as the first administrator's password
 * @param passwordMemory how long a password that was right need not be hashed again
 * @param attemptsPerMinute wrong passwords from one address before it has to wait
 */
@ConfigurationProperties("tapedeck.gateway")
public record SecuritySettings(Path data, Duration passwordMemory, int attemptsPerMinute) {

    public SecuritySettings {
        if (passwordMemory.isNegative() || passwordMemory.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("tapedeck.gateway.password-memory must be from 0s to 1h");
        }
        if (attemptsPerMinute < 1) {
            throw new IllegalArgumentException("tapedeck.gateway.attempts-per-minute must be at least 1");
        }
    }

    /**
     * @param password of the first administrator; null or blank: generated once and written into the data directory
     */
    @ConfigurationProperties("tapedeck.admin")
    public record FirstAdministrator(@Nullable String password) {

        public static final String NAME = "admin";

        public FirstAdministrator {
            password = password == null || password.isBlank() ? null : password;
        }

        @Override
        public String toString() {
            return "FirstAdministrator"; // no password in a log
        }
    }
}
