package io.tapedeck.standalone.cli;

import io.tapedeck.standalone.bench.ResultLine;
import io.tapedeck.standalone.bench.policy.ChangeLoad;
import io.tapedeck.standalone.bench.policy.DirectoryTopicFiller;
import io.tapedeck.standalone.bench.policy.InForce;
import io.tapedeck.standalone.bench.policy.SettingsBenchmark;
import io.tapedeck.standalone.bench.sip.PlatformServer;
import io.tapedeck.standalone.bench.sip.ServiceCluster;
import io.tapedeck.standalone.bench.sip.SipBenchmark;
import io.tapedeck.standalone.bench.sip.SipLoad;
import io.tapedeck.standalone.bench.sip.Sipp;
import io.tapedeck.standalone.demo.DemoTenant;
import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.standalone.platform.Platform;
import io.tapedeck.standalone.platform.PlatformPorts;
import io.tapedeck.standalone.platform.PlatformSettings;
import io.tapedeck.standalone.platform.RunFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code bench settings}, and what they ask for. */
final class SettingsBenchOptions {

    private static final Duration HOLD = Duration.ofMillis(500);
    private static final int PATCHED_USERS = 300;

    @Option(names = "--calls", defaultValue = "20", description = "Calls a second (default: ${DEFAULT-VALUE}).")
    private int callRate;

    @Option(names = "--changes", defaultValue = "300", description = "Changes a second (default: ${DEFAULT-VALUE}).")
    private int changeRate;

    @Option(names = "--seconds", defaultValue = "20", description = "Without and with (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "27",
            description =
                    "Seconds before, with an eighth, a quarter and half of the changes (default: ${DEFAULT-VALUE}).")
    private int warmUpSeconds;

    @Option(
            names = "--users",
            defaultValue = "100000",
            description = "Users in the proxy's memory besides (default: ${DEFAULT-VALUE}).")
    private int users;

    @Option(
            names = "--cluster",
            description = "One process per service, and of those only what a call and a change need: gateway, proxy and"
                    + " capture node. Conversion and CDRs are left to other machines.")
    private boolean cluster;

    @Mixin
    private PlatformOptions platformOptions = new PlatformOptions();

    int run(PrintWriter out, PrintWriter err) throws IOException, InterruptedException {
        try (var folder = RunFolder.temporary()) {
            PlatformSettings settings = platformOptions.settings(folder.path().resolve("data"), "127.0.0.1");
            return cluster
                    ? runCluster(folder.path(), settings.ports(), out, err)
                    : runPlatform(folder.path(), settings, out, err);
        }
    }

    private int runPlatform(Path folder, PlatformSettings settings, PrintWriter out, PrintWriter err)
            throws IOException, InterruptedException {
        PlatformOptions.logToFile(settings);
        try (var platform = Platform.start(settings, new TerminalProgress(err));
                var api = AdminLogin.to(platform.http(), settings.data())) {
            DemoTenant tenant = DemoTenant.provision(api);
            int entities = fill("127.0.0.1:" + settings.ports().kafka(), err);
            var sip = new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), settings.ports().sip());
            return run(api, PlatformServer.here(sip, tenant), folder, entities, out);
        }
    }

    private int runCluster(Path folder, PlatformPorts ports, PrintWriter out, PrintWriter err)
            throws IOException, InterruptedException {
        try (var services = ServiceCluster.start(SipBenchOptions.home().resolve("tapedeck"), folder, ports);
                var api = AdminLogin.to(services.http(), services.data())) {
            DemoTenant tenant = DemoTenant.provision(api);
            int entities = fill(services.kafka(), err);
            return run(api, new PlatformServer(services.sip(), tenant, services::cpuTime), folder, entities, out);
        }
    }

    private int fill(String kafka, PrintWriter err) {
        int entities = users == 0 ? 0 : new DirectoryTopicFiller().fill(kafka, users);
        err.println("the directory has " + entities + " entities besides");
        err.flush();
        return entities;
    }

    private int run(TapedeckApi api, PlatformServer server, Path folder, int entities, PrintWriter out)
            throws IOException, InterruptedException {
        Map<String, Object> line = measure(api, server, new Sipp(folder.resolve("sipp")));
        line.put("cluster", cluster);
        line.put("entities", entities);
        out.println(ResultLine.of(line));
        return SettingsBenchmark.passed(line) ? 0 : 1;
    }

    private Map<String, Object> measure(TapedeckApi api, PlatformServer server, Sipp sipp)
            throws IOException, InterruptedException {
        String tenant = api.post("/api/v1/tenants", Map.of("name", "Settings", "domain", "settings.example"))
                .path("id")
                .asString();
        List<String> ids = users(api, tenant);
        var calls = new SipBenchmark(sipp, server);
        server.register(sipp);
        warmUp(api, calls, ids);
        var during = Duration.ofSeconds(seconds);
        return new SettingsBenchmark(
                        calls,
                        SipLoad.during(during, callRate, HOLD),
                        new ChangeLoad(api, changeRate, during, changed(ids)),
                        new InForce(api, tenant, ids.getFirst()))
                .run();
    }

    /** Step by step, as load grows in reality: a JVM that has compiled nothing yet would only be seen choking. */
    private void warmUp(TapedeckApi api, SipBenchmark calls, List<String> ids)
            throws IOException, InterruptedException {
        var step = Duration.ofSeconds(Math.max(1, warmUpSeconds / 3));
        try (var beside = Executors.newVirtualThreadPerTaskExecutor()) {
            beside.execute(() -> IntStream.of(8, 4, 2)
                    .forEach(part -> new ChangeLoad(api, Math.max(1, changeRate / part), step, changed(ids)).run()));
            calls.run(SipLoad.during(step.multipliedBy(3), callRate, HOLD));
        }
    }

    private static List<String> changed(List<String> ids) {
        return ids.subList(1, ids.size());
    }

    /** The first is for looking when changes are in force. */
    private static List<String> users(TapedeckApi api, String tenant) {
        var ids = new ArrayList<String>();
        for (int i = 0; i <= PATCHED_USERS; i++) {
            var user = Map.of("extension", String.valueOf(1_000 + i), "displayName", "User " + i);
            ids.add(api.post("/api/v1/tenants/" + tenant + "/users", user)
                    .path("id")
                    .asString());
        }
        return ids;
    }
}
