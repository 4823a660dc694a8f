package io.tapedeck.standalone.demo;

import io.tapedeck.testkit.phone.Softphone;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A phone of the demo tenant. */
public final class DemoPhone {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(50);
    private static final int OK = 200;

    private DemoPhone() {}

    /**
     * Asks again for a while when refused: a new account is still on its way to the proxy.
     *
     * @return when it is registered
     * @throws SampleCall.DemoFailure when it could not register
     */
    public static Softphone register(InetSocketAddress proxy, DemoTenant tenant, DemoTenant.Account account) {
        Softphone phone = Softphone.at(proxy)
                .identity(account.extension(), tenant.domain())
                .credentials(account.username(), account.password())
                .localAddress("127.0.0.1")
                .build();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int status = phone.register(PATIENCE);
        while (status != OK && System.nanoTime() < deadline) {
            LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
            status = phone.register(PATIENCE);
        }
        if (status != OK) {
            phone.close();
            throw new SampleCall.DemoFailure(
                    "the phone of " + account.extension() + " could not register, status " + status);
        }
        return phone;
    }
}
