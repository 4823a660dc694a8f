package io.tapedeck.standalone.bench.sip;

import io.tapedeck.standalone.demo.DemoTenant;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A platform that belongs to somebody else, with the two phones of the demo.
 *
 * @param cpu what its parts have used, by name
 */
public record PlatformServer(InetSocketAddress sip, DemoTenant tenant, Supplier<Map<String, Duration>> cpu)
        implements CallServer {

    /** One that runs in this process. */
    public static PlatformServer here(InetSocketAddress sip, DemoTenant tenant) {
        return new PlatformServer(
                sip,
                tenant,
                () -> Map.of(
                        "platform",
                        ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO)));
    }

    @Override
    public String name() {
        return "platform";
    }

    @Override
    public String callerScenario() {
        return "caller";
    }

    @Override
    public Map<String, Duration> cpuTime() {
        return cpu.get();
    }

    @Override
    public SipAccount caller() {
        return account(tenant.caller());
    }

    @Override
    public SipAccount callee() {
        return account(tenant.callee());
    }

    private SipAccount account(DemoTenant.Account account) {
        return new SipAccount(account.extension(), tenant.domain(), account.username(), account.password());
    }

    @Override
    public void register(Sipp sipp) throws IOException, InterruptedException {
        sipp.registerBoth(this);
    }

    @Override
    public void close() {
        // it goes on
    }
}
