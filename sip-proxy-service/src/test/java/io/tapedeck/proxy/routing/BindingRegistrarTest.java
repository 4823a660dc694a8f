package io.tapedeck.proxy.routing;

import static io.tapedeck.proxy.routing.ExampleDirectory.ACME;
import static io.tapedeck.proxy.routing.ExampleDirectory.ANNA;
import static io.tapedeck.proxy.routing.ExampleDirectory.ANNAS_DESK;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.DeviceId;
import io.tapedeck.proxy.routing.Flow.Transport;
import io.tapedeck.proxy.routing.RegisterOutcome.Accepted;
import io.tapedeck.proxy.routing.RegisterOutcome.Refused;
import io.tapedeck.proxy.routing.Registrar.ContactBinding;
import io.tapedeck.proxy.routing.Registrar.RegisterRequest;
import io.tapedeck.testkit.time.SteppingClock;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BindingRegistrarTest {

    private static final String PHONE = "sip:anna@198.51.100.1:5060";
    private static final String OTHER = "sip:anna@198.51.100.2:5060";

    private final SteppingClock clock = new SteppingClock(Instant.parse("2030-01-07T09:00:00Z"));
    private final Memory memory = new Memory();
    private final BindingRegistrar registrar = new BindingRegistrar(RegistrarSettings.DEFAULT, memory, clock);

    @Test
    void a_contact_is_kept_for_an_hour_unless_it_says_otherwise() {
        RegisterOutcome outcome = registrar.register(request(1, contact(PHONE)));

        assertThat(outcome).isEqualTo(accepted(PHONE, 3600));
        clock.advance(Duration.ofSeconds(3599));
        assertThat(uris()).containsExactly(PHONE);
        clock.advance(Duration.ofSeconds(1));
        assertThat(uris()).isEmpty();
    }

    @Test
    void the_contacts_own_time_beats_the_header_and_too_much_is_cut() {
        var own = new ContactBinding(PHONE, OptionalInt.of(120), 1);

        assertThat(registrar.register(request("c", 1, 600, own))).isEqualTo(accepted(PHONE, 120));
        assertThat(registrar.register(request("c", 2, 600, contact(PHONE)))).isEqualTo(accepted(PHONE, 600));
        assertThat(registrar.register(request("c", 3, 999_999, contact(PHONE)))).isEqualTo(accepted(PHONE, 7200));
    }

    @Test
    void too_brief_an_interval_is_refused_with_the_shortest_one() {
        assertThat(registrar.register(request("c", 1, 59, contact(PHONE))))
                .isEqualTo(new Refused(423, "Interval Too Brief", OptionalInt.of(60)));
        assertThat(uris()).isEmpty();
    }

    @Test
    void zero_removes_one_contact_and_the_star_all() {
        registrar.register(request(1, contact(PHONE), contact(OTHER)));

        registrar.register(request("c", 2, 0, contact(PHONE)));
        assertThat(uris()).containsExactly(OTHER);

        registrar.register(star("c", 3, OptionalInt.of(0)));
        assertThat(uris()).isEmpty();
        assertThat(memory.load()).isEmpty();
    }

    @Test
    void a_star_that_is_not_alone_with_zero_is_a_mistake() {
        registrar.register(request(1, contact(PHONE)));

        assertThat(registrar.register(star("c", 2, OptionalInt.of(60)))).isInstanceOf(Refused.class);
        assertThat(registrar.register(star("c", 2, OptionalInt.empty()))).isInstanceOf(Refused.class);
        assertThat(uris()).containsExactly(PHONE);
    }

    @Test
    void within_a_call_id_only_a_higher_sequence_changes_anything() {
        registrar.register(request("c", 5, 600, contact(PHONE)));

        RegisterOutcome late = registrar.register(request("c", 5, 0, contact(PHONE), contact(OTHER)));
        RegisterOutcome lateStar = registrar.register(star("c", 4, OptionalInt.of(0)));
        RegisterOutcome restarted = registrar.register(request("other", 1, 700, contact(PHONE)));

        assertThat(late).isInstanceOf(Refused.class);
        assertThat(lateStar).isInstanceOf(Refused.class);
        assertThat(restarted).isEqualTo(accepted(PHONE, 700));
    }

    @Test
    void a_query_changes_nothing_and_shows_what_is_left() {
        registrar.register(request(1, contact(PHONE)));
        clock.advance(Duration.ofSeconds(100));

        assertThat(registrar.register(request(2))).isEqualTo(accepted(PHONE, 3500));
    }

    @Test
    void a_device_keeps_ten_bindings_and_the_oldest_makes_room() {
        IntStream.rangeClosed(1, 11)
                .forEach(n -> registrar.register(request(n, contact("sip:anna@198.51.100.1:" + (5000 + n)))));

        assertThat(uris()).hasSize(10).doesNotContain("sip:anna@198.51.100.1:5001");
    }

    @Test
    void only_the_own_address_may_be_registered_and_only_a_sip_contact() {
        var device = new Authentication.Device(ACME, ANNA, ANNAS_DESK);
        var foreign = new RegisterRequest(
                device, "1002", "c", 1, false, List.of(contact(PHONE)), OptionalInt.empty(), flow());

        assertThat(registrar.register(foreign)).isInstanceOf(Refused.class);
        assertThat(registrar.register(request(1, contact("mailto:anna@acme.example"))))
                .isInstanceOf(Refused.class);
    }

    @Test
    void a_restarted_proxy_knows_where_phones_are() {
        registrar.register(request("c", 1, 60, contact(PHONE)));
        registrar.register(request("c", 2, 600, contact(OTHER)));
        clock.advance(Duration.ofSeconds(60));

        var restarted = new BindingRegistrar(RegistrarSettings.DEFAULT, memory, clock);

        assertThat(restarted.of(ANNAS_DESK.id())).extracting(Binding::uri).containsExactly(OTHER);
        assertThat(restarted.of(ANNAS_DESK.id())).extracting(Binding::flow).containsExactly(flow());
    }

    @Test
    void sweeping_forgets_devices_that_never_came_back() {
        registrar.register(request(1, contact(PHONE)));
        clock.advance(Duration.ofHours(1));

        registrar.sweep();

        assertThat(registrar.devices()).isZero();
        assertThat(memory.load()).isEmpty();
    }

    private List<String> uris() {
        return registrar.of(ANNAS_DESK.id()).stream().map(Binding::uri).toList();
    }

    private static Accepted accepted(String uri, long seconds) {
        return new Accepted(List.of(new Accepted.Binding(uri, seconds)));
    }

    private static ContactBinding contact(String uri) {
        return new ContactBinding(uri, OptionalInt.empty(), 1);
    }

    private static RegisterRequest request(long sequence, ContactBinding... contacts) {
        return request("c", sequence, OptionalInt.empty(), false, contacts);
    }

    private static RegisterRequest request(String callId, long sequence, int expires, ContactBinding... contacts) {
        return request(callId, sequence, OptionalInt.of(expires), false, contacts);
    }

    private static RegisterRequest star(String callId, long sequence, OptionalInt expires) {
        return request(callId, sequence, expires, true);
    }

    private static RegisterRequest request(
            String callId, long sequence, OptionalInt expires, boolean wildcard, ContactBinding... contacts) {
        var device = new Authentication.Device(ACME, ANNA, ANNAS_DESK);
        return new RegisterRequest(device, "1001", callId, sequence, wildcard, List.of(contacts), expires, flow());
    }

    private static Flow flow() {
        return new Flow(Transport.UDP, new InetSocketAddress("203.0.113.9", 40_000));
    }

    private static final class Memory implements BindingStore {

        private final Map<DeviceId, List<Binding>> stored = new HashMap<>();

        @Override
        public List<Binding> load() {
            return stored.values().stream().flatMap(List::stream).toList();
        }

        @Override
        public void replace(DeviceId device, List<Binding> bindings) {
            stored.put(device, bindings);
        }
    }
}
