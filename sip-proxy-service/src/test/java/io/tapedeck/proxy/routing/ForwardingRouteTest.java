package io.tapedeck.proxy.routing;

import static io.tapedeck.proxy.routing.ExampleDirectory.ACME;
import static io.tapedeck.proxy.routing.ExampleDirectory.ACMES_TRUNK;
import static io.tapedeck.proxy.routing.ExampleDirectory.ANNA;
import static io.tapedeck.proxy.routing.ExampleDirectory.ANNAS_DESK;
import static io.tapedeck.proxy.routing.ExampleDirectory.BOB;
import static io.tapedeck.proxy.routing.ExampleDirectory.BOBS_DESK;
import static io.tapedeck.proxy.routing.ExampleDirectory.CAROL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.calls.Direction;
import io.tapedeck.contracts.directory.DirectoryEvent;
import io.tapedeck.contracts.directory.DirectoryEvent.CallForwarding;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import io.tapedeck.contracts.directory.ForwardingRules;
import io.tapedeck.contracts.directory.ForwardingRules.Destination;
import io.tapedeck.proxy.routing.Diversion.Reason;
import io.tapedeck.proxy.routing.Flow.Transport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ForwardingRouteTest {

    private static final Authentication FROM_OUTSIDE = new Authentication.Trunk(ACMES_TRUNK);
    private static final Binding ANNAS = binding(ANNAS_DESK);
    private static final Binding BOBS = binding(BOBS_DESK);

    private final List<DirectoryEvent> forwardings = new ArrayList<>();
    private boolean bobIsThere = true;
    private final DirectoryRouter router = new DirectoryRouter(
            () -> ExampleDirectory.with(forwardings.toArray(DirectoryEvent[]::new)),
            device -> device.equals(ANNAS_DESK.id())
                    ? List.of(ANNAS)
                    : bobIsThere && device.equals(BOBS_DESK.id()) ? List.of(BOBS) : List.of());

    @Test
    void what_is_always_forwarded_rings_elsewhere_and_who_called_whom_stays() {
        forward(BOB, new ForwardingRules(Destination.to(ANNA.id()), null, null, null));

        Route.Forward forward = forwardOf(callBob());

        assertThat(forward.attempt().callee().userId()).isEqualTo(BOB.id());
        assertThat(forward.targets()).singleElement().satisfies(target -> {
            assertThat(target.party().userId()).isEqualTo(ANNA.id());
            assertThat(target.divertedBy()).containsExactly(BOB.id());
            assertThat(target.diversions())
                    .extracting(one -> one.by().number(), Diversion::reason)
                    .containsExactly(tuple(BOB.extension(), Reason.ALWAYS));
        });
    }

    @Test
    void what_is_forwarded_to_a_number_leaves_with_the_rights_of_who_forwards() {
        forward(BOB, new ForwardingRules(Destination.to("+49301234"), null, null, null));

        Route.Forward forward = forwardOf(callBob());

        assertThat(forward.attempt().direction()).isEqualTo(Direction.IN);
        assertThat(forward.targets()).singleElement().satisfies(target -> {
            assertThat(target.trunk()).isEqualTo(ACMES_TRUNK);
            assertThat(target.party().network()).isEqualTo(Party.Network.OFFNET);
        });
    }

    @Test
    void where_no_phone_is_registered_the_call_goes_where_unavailable_says() {
        bobIsThere = false;
        forward(BOB, new ForwardingRules(null, null, null, Destination.to(ANNA.extension())));

        assertThat(forwardOf(callBob()).targets())
                .extracting(target -> target.diversions().getLast().reason())
                .containsExactly(Reason.UNAVAILABLE);
    }

    @Test
    void who_forwards_to_itself_or_in_a_ring_gets_482() {
        forward(BOB, new ForwardingRules(Destination.to(BOB.extension()), null, null, null));
        assertThat(status(callBob())).isEqualTo(482);

        forward(BOB, new ForwardingRules(Destination.to(ANNA.id()), null, null, null));
        forward(ANNA, new ForwardingRules(Destination.to(BOB.id()), null, null, null));
        assertThat(status(callBob())).isEqualTo(482);
    }

    @Test
    void a_user_of_another_tenant_is_nobody() {
        forward(BOB, new ForwardingRules(Destination.to(CAROL.id()), null, null, null));

        assertThat(status(callBob())).isEqualTo(404);
    }

    @Test
    void more_than_five_hops_are_a_loop() {
        var chain = new ArrayList<Diversion>();
        for (int hop = 0; hop < Diversions.MOST; hop++) {
            chain.add(new Diversion(Party.offnet("hop" + hop), Reason.BUSY));
        }
        forward(BOB, new ForwardingRules(null, Destination.to(ANNA.id()), null, null));
        Target bob = forwardOf(callBob()).targets().getFirst();
        var tired = new Target(bob.uri(), bob.flow(), bob.party(), null, 1, chain);

        assertThat(router.divert(Party.offnet("+1"), tired, Reason.BUSY).map(ForwardingRouteTest::status))
                .contains(482);
    }

    @Test
    void a_phone_that_deflects_does_so_with_the_rights_of_its_user() {
        Target bob = forwardOf(callBob()).targets().getFirst();

        Optional<Route> route = router.deflect(Party.offnet("+1"), bob, "+49301234", "203.0.113.1");

        assertThat(route.map(found -> forwardOf(found).targets().getFirst().trunk()))
                .contains(ACMES_TRUNK);
    }

    @Test
    void the_phones_ring_as_long_as_the_user_wants() {
        Target bob = forwardOf(callBob()).targets().getFirst();
        assertThat(router.ringsFor(bob)).isEmpty();

        forward(BOB, new ForwardingRules(null, null, Destination.to(ANNA.id()), null));
        assertThat(router.ringsFor(bob)).contains(Duration.ofSeconds(20));

        forward(BOB, new ForwardingRules(null, null, new Destination(ANNA.id(), null, 7), null));
        assertThat(router.ringsFor(bob)).contains(Duration.ofSeconds(7));
    }

    private Route callBob() {
        return router.route(FROM_OUTSIDE, BOB.extension(), ACME.domain(), "+4917099", "");
    }

    private static Route.Forward forwardOf(Route route) {
        assertThat(route).isInstanceOf(Route.Forward.class);
        return (Route.Forward) route;
    }

    private static int status(Route route) {
        assertThat(route).isInstanceOf(Route.Refused.class);
        return ((Route.Refused) route).statusCode();
    }

    private void forward(User user, ForwardingRules rules) {
        forwardings.removeIf(event -> ((CallForwarding) event).userId().equals(user.id()));
        forwardings.add(new CallForwarding(
                new UUID(4, user.id().value().getLeastSignificantBits()), ACME.id(), user.id(), 1, rules));
    }

    private static Binding binding(DirectoryEvent.Device device) {
        var flow = new Flow(Transport.UDP, new InetSocketAddress("198.51.100.1", 5060));
        return new Binding(
                device.id(), "sip:" + device.username() + "@198.51.100.1:5060", "c", 1, Instant.MAX, 1, flow);
    }
}
