package io.tapedeck.standalone.bench.sip;

import io.tapedeck.standalone.demo.DemoTenant;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

/** A platform that runs in this process and belongs to somebody else, with the two phones of the demo. */
public record PlatformServer(InetSocketAddress sip, DemoTenant tenant) implements CallServer {

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
        return Map.of(
                "platform", ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO));
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
