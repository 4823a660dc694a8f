package io.tapedeck.gateway.security;

import io.tapedeck.gateway.security.SecuritySettings.FirstAdministrator;
import java.time.Clock;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Sees to it at the start that somebody can log in. A configured password always holds; it is the way back in for those
 * who forgot theirs.
 */
@Component
class AdministratorSetup implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(AdministratorSetup.class);
    private static final int SHORT = 12;

    private final Accounts accounts;
    private final PasswordEncoder encoder;
    private final SecuritySettings settings;
    private final FirstAdministrator administrator;
    private final RandomGenerator random;
    private final Clock clock;

    AdministratorSetup(
            Accounts accounts,
            PasswordEncoder encoder,
            SecuritySettings settings,
            FirstAdministrator administrator,
            RandomGenerator random,
            Clock clock) {
        this.accounts = accounts;
        this.encoder = encoder;
        this.settings = settings;
        this.administrator = administrator;
        this.random = random;
        this.clock = clock;
    }

    @Override
    public void afterSingletonsInstantiated() {
        Optional<String> stored = accounts.passwordHashOf(FirstAdministrator.NAME);
        String configured = administrator.password();
        if (configured == null && stored.isPresent()) {
            return;
        }
        String password = configured == null ? generated() : configured;
        if (password.length() < SHORT) {
            LOG.warn("The password of {} has fewer than {} characters", FirstAdministrator.NAME, SHORT);
        }
        if (stored.isEmpty() || !encoder.matches(password, stored.get())) {
            accounts.store(FirstAdministrator.NAME, encoder.encode(password), clock.instant());
        }
    }

    private String generated() {
        var file = new PasswordFile(settings.data());
        String password = file.readOrGenerate(random);
        LOG.info("The password of {} is in {}", FirstAdministrator.NAME, file.path());
        return password;
    }
}
