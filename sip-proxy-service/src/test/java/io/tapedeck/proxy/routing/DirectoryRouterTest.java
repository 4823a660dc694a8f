package io.tapedeck.proxy.routing;

import static io.tapedeck.proxy.routing.ExampleDirectory.ACME;
import static io.tapedeck.proxy.routing.ExampleDirectory.ACMES_TRUNK;
import static io.tapedeck.proxy.routing.ExampleDirectory.ANNA;
import static io.tapedeck.proxy.routing.ExampleDirectory.ANNAS_DESK;
import static io.tapedeck.proxy.routing.ExampleDirectory.ANNAS_MOBILE;
import static io.tapedeck.proxy.routing.ExampleDirectory.BETA;
import static io.tapedeck.proxy.routing.ExampleDirectory.BOB;
import static io.tapedeck.proxy.routing.ExampleDirectory.BOBS_DESK;
import static io.tapedeck.proxy.routing.ExampleDirectory.CAROL;
import static io.tapedeck.proxy.routing.ExampleDirectory.CAROLS_DESK;
import static io.tapedeck.proxy.routing.ExampleDirectory.PLATFORM_TRUNK;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.DeviceId;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.calls.Direction;
import io.tapedeck.contracts.directory.DirectoryEvent.Device;
import io.tapedeck.proxy.routing.Flow.Transport;
import io.tapedeck.proxy.routing.Route.Forward;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectoryRouterTest {

    private static final Authentication FROM_ANNA = new Authentication.Device(ACME, ANNA, ANNAS_DESK);
    private static final Authentication FROM_BOB = new Authentication.Device(ACME, BOB, BOBS_DESK);
    private static final String PROXY = "203.0.113.1";

    private final Map<DeviceId, List<Binding>> bindings = new HashMap<>();
    private DirectorySnapshot directory = ExampleDirectory.with();
    private final DirectoryRouter router =
            new DirectoryRouter(() -> directory, device -> bindings.getOrDefault(device, List.of()));

    @BeforeEach
    void everybody_is_registered() {
        List.of(ANNAS_DESK, ANNAS_MOBILE, BOBS_DESK, CAROLS_DESK)
                .forEach(device -> register(device, "198.51.100.1", 1));
    }

    @ParameterizedTest
    @CsvSource({"1001", "anna-desk", "anna-mobile", "+4930111"})
    void all_devices_of_a_colleague_ring(String dialled) {
        Forward forward = forward(FROM_BOB, dialled, PROXY);

        assertThat(forward.attempt().direction()).isEqualTo(Direction.INTERNAL);
        assertThat(forward.attempt().tenant()).isEqualTo(ACME);
        assertThat(forward.attempt().caller().userId()).isEqualTo(BOB.id());
        assertThat(forward.attempt().caller().number()).isEqualTo("1002");
        assertThat(forward.attempt().callee().userId()).isEqualTo(ANNA.id());
        assertThat(forward.targets())
                .extracting(target -> target.party().deviceId())
                .containsExactlyInAnyOrder(ANNAS_DESK.id(), ANNAS_MOBILE.id());
        assertThat(forward.attempt().trunkName()).isEmpty();
        assertThat(forward.attempt().didNumber()).isEmpty();
    }

    @Test
    void the_preferred_binding_stands_first() {
        register(ANNAS_DESK, "198.51.100.1", 0.2);
        register(ANNAS_MOBILE, "198.51.100.1", 0.7);

        assertThat(forward(FROM_BOB, "1001", PROXY).targets())
                .extracting(Target::q)
                .isSortedAccordingTo((a, b) -> Double.compare(b, a))
                .startsWith(1.0);
    }

    @Test
    void nobody_registered_is_480() {
        bindings.clear();

        assertThat(status(FROM_BOB, "1001", PROXY)).isEqualTo(480);
    }

    @Test
    void another_tenants_domain_opens_its_numbers_only() {
        Forward forward = forward(FROM_ANNA, "+4989333", BETA.domain());

        assertThat(forward.attempt().callee().userId()).isEqualTo(CAROL.id());
        assertThat(forward.attempt().tenant()).isEqualTo(ACME);
        assertThat(status(FROM_ANNA, "1001", BETA.domain())).isEqualTo(404);
        assertThat(status(FROM_ANNA, "carol-desk", BETA.domain())).isEqualTo(404);
    }

    @Test
    void a_number_of_another_tenant_leaves_by_trunk() {
        Forward forward = forward(FROM_ANNA, "+4989333", PROXY);

        assertThat(forward.attempt().direction()).isEqualTo(Direction.OUT);
        assertThat(forward.attempt().trunkName()).isEqualTo(ACMES_TRUNK.name());
        assertThat(forward.targets()).singleElement().satisfies(target -> {
            assertThat(target.uri()).isEqualTo("sip:+4989333@192.0.2.10:5060");
            assertThat(target.trunk()).isEqualTo(ACMES_TRUNK);
            assertThat(target.flow()).isNull();
        });
    }

    @ParameterizedTest
    @CsvSource({"+49301, acme-trunk", "+1212, platform-trunk", "0171, acme-trunk"})
    void the_longest_prefix_wins_and_the_own_trunk_before_the_platforms(String dialled, String trunk) {
        assertThat(forward(FROM_ANNA, dialled, PROXY).attempt().trunkName()).isEqualTo(trunk);
    }

    @Test
    void another_tenants_trunk_is_not_for_us() {
        Authentication fromCarol = new Authentication.Device(BETA, CAROL, CAROLS_DESK);

        assertThat(forward(fromCarol, "+49301", PROXY).attempt().trunkName()).isEqualTo(PLATFORM_TRUNK.name());
    }

    @Test
    void a_disabled_trunk_gives_way_to_its_equal_and_else_is_503() {
        var off = ExampleDirectory.trunk(
                31, ACME.id(), "acme-trunk", "192.0.2.10", List.of(), List.of("+49", "0"), false);
        directory = ExampleDirectory.with(off);

        Route international = router.route(FROM_ANNA, "+49301", PROXY, "1001", "");

        assertThat(forward(FROM_ANNA, "0171", PROXY).attempt().trunkName()).isEqualTo(PLATFORM_TRUNK.name());
        assertThat(international).isInstanceOfSatisfying(Route.Refused.class, refused -> {
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.retryAfterSeconds()).isPresent();
            assertThat(refused.attempt()).isNotNull();
            assertThat(refused.attempt().direction()).isEqualTo(Direction.OUT);
            assertThat(refused.attempt().trunkName()).isEqualTo("acme-trunk");
        });
    }

    @ParameterizedTest
    @CsvSource({"9999", "nobody", "''"})
    void what_nobody_has_is_404(String dialled) {
        assertThat(status(FROM_ANNA, dialled, PROXY)).isEqualTo(404);
    }

    @Test
    void what_a_uri_cannot_hold_is_escaped_towards_a_trunk() {
        assertThat(forward(FROM_ANNA, "0#31 ü%23", PROXY).targets().getFirst().uri())
                .isEqualTo("sip:0%2331%20%C3%BC%23@192.0.2.10:5060");
    }

    @Test
    void a_call_from_outside_reaches_the_number_in_the_trunks_tenant() {
        Forward forward = forward(new Authentication.Trunk(ACMES_TRUNK), "+4930111", PROXY);

        assertThat(forward.attempt().direction()).isEqualTo(Direction.IN);
        assertThat(forward.attempt().didNumber()).isEqualTo("+4930111");
        assertThat(forward.attempt().trunkName()).isEqualTo(ACMES_TRUNK.name());
        assertThat(forward.attempt().caller().number()).isEqualTo("+4930999");
        assertThat(forward.attempt().caller().trunkId()).isEqualTo(ACMES_TRUNK.id());
        assertThat(forward.targets()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "acme,     +4989333, 203.0.113.1,  404",
        "platform, +4989333, 203.0.113.1,  0",
        "acme,     1001,     acme.example, 0",
        "acme,     1001,     beta.example, 404",
        "platform, 1001,     beta.example, 0",
        "platform, 1001,     203.0.113.1,  404",
        "acme,     +1212,    203.0.113.1,  404"
    })
    void a_trunk_reaches_its_own_tenant_and_the_platforms_all(String trunk, String dialled, String host, int status) {
        var sender = new Authentication.Trunk(trunk.equals("acme") ? ACMES_TRUNK : PLATFORM_TRUNK);

        assertThat(status(sender, dialled, host)).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "9999,     203.0.113.1,  404, OUT,      9999",
        "9999,     beta.example, 404, INTERNAL, 9999",
        "1002,     203.0.113.1,  480, INTERNAL, 1002",
        "bob-desk, 203.0.113.1,  480, INTERNAL, 1002"
    })
    void a_refused_call_of_a_device_is_a_call_of_its_tenant(
            String dialled, String host, int status, Direction direction, String callee) {
        bindings.remove(BOBS_DESK.id());

        Route.Refused refused = refused(FROM_ANNA, dialled, host);

        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(refused.attempt()).isNotNull();
        assertThat(refused.attempt().tenant()).isEqualTo(ACME);
        assertThat(refused.attempt().caller().userId()).isEqualTo(ANNA.id());
        assertThat(refused.attempt().callee().number()).isEqualTo(callee);
        assertThat(refused.attempt().direction()).isEqualTo(direction);
    }

    @ParameterizedTest
    @CsvSource({
        "acme,     +1212, 203.0.113.1,  acme.example",
        "acme,     1001,  beta.example, acme.example",
        "platform, 9999,  beta.example, beta.example",
        "platform, +1212, 203.0.113.1,"
    })
    void a_refused_call_of_a_trunk_is_a_call_of_the_tenant_it_was_for(
            String trunk, String dialled, String host, String tenant) {
        var sender = new Authentication.Trunk(trunk.equals("acme") ? ACMES_TRUNK : PLATFORM_TRUNK);

        Route.Attempt attempt = refused(sender, dialled, host).attempt();

        assertThat(attempt == null ? null : attempt.tenant().domain()).isEqualTo(tenant);
        if (attempt != null) {
            assertThat(attempt.direction()).isEqualTo(Direction.IN);
            assertThat(attempt.didNumber()).isEqualTo(dialled);
            assertThat(attempt.callee()).isEqualTo(Party.offnet(dialled));
            assertThat(attempt.trunkName()).isEqualTo(sender.trunk().name());
        }
    }

    @Test
    void a_disabled_user_is_as_if_not_there() {
        directory = ExampleDirectory.with(ExampleDirectory.user(11, ACME, "1001", "Anna", List.of("+4930111"), false));

        assertThat(status(FROM_BOB, "1001", PROXY)).isEqualTo(404);
        assertThat(status(new Authentication.Trunk(ACMES_TRUNK), "+4930111", PROXY))
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "UDP, 198.51.100.1, false", // the contact names the source: nothing in between
        "UDP, 203.0.113.77, true", // NAT
        "TCP, 198.51.100.1, true" // a connection to reuse
    })
    void the_flow_is_used_where_the_contact_does_not_lead(Transport transport, String source, boolean used) {
        bindings.clear();
        var flow = new Flow(transport, new InetSocketAddress(source, 4000));
        bindings.put(ANNAS_DESK.id(), List.of(binding(ANNAS_DESK, "sip:x;y=1@198.51.100.1:5062;ob", 1, flow)));

        assertThat(forward(FROM_BOB, "1001", PROXY).targets())
                .extracting(Target::flow)
                .containsExactly(used ? flow : null);
    }

    @Test
    void who_did_not_prove_anything_goes_nowhere() {
        assertThat(status(new Authentication.Challenge(List.of()), "1001", PROXY))
                .isEqualTo(403);
    }

    private Forward forward(Authentication sender, String dialled, String host) {
        return (Forward) router.route(sender, dialled, host, "+4930999", "");
    }

    private Route.Refused refused(Authentication sender, String dialled, String host) {
        return (Route.Refused) router.route(sender, dialled, host, "+4930999", "");
    }

    private int status(Authentication sender, String dialled, String host) {
        return switch (router.route(sender, dialled, host, "+4930999", "")) {
            case Forward _ -> 0;
            case Route.Refused refused -> refused.statusCode();
        };
    }

    private void register(Device device, String address, double q) {
        var flow = new Flow(Transport.UDP, new InetSocketAddress(address, 5060));
        var all = new ArrayList<>(bindings.getOrDefault(device.id(), List.of()));
        all.add(binding(device, "sip:" + device.username() + "@" + address + ":5060", q, flow));
        bindings.put(device.id(), all);
    }

    private static Binding binding(Device device, String uri, double q, Flow flow) {
        return new Binding(device.id(), uri, "c", 1, Instant.MAX, q, flow);
    }
}
