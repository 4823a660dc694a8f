package io.tapedeck.proxy.policy;

import static io.tapedeck.proxy.routing.ExampleDirectory.ACME;
import static io.tapedeck.proxy.routing.ExampleDirectory.ACMES_TRUNK;
import static io.tapedeck.proxy.routing.ExampleDirectory.ANNA;
import static io.tapedeck.proxy.routing.ExampleDirectory.ANNAS_DESK;
import static io.tapedeck.proxy.routing.ExampleDirectory.BETA;
import static io.tapedeck.proxy.routing.ExampleDirectory.PLATFORM_TRUNK;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.DeliveryMethod;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.CallerRecordingRules;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.proxy.policy.Decision.Grant;
import io.tapedeck.proxy.policy.Decision.Tape;
import io.tapedeck.proxy.routing.Authentication;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is recorded without a callee, and how. */
class CallerRecordingsTest {

    private static final RecordingId ID = new RecordingId(new UUID(7, 7));
    private static final Authentication ANNAS = new Authentication.Device(ACME, ANNA, ANNAS_DESK);
    private static final Dialled.Inside INSIDE = new Dialled.Inside(ACME, ANNA.id());
    private static final CallerRecordingRules WITH_CODE =
            new CallerRecordingRules(true, "*55", null, null, null, null, null);
    private static final CallerRecordingRules OFF =
            new CallerRecordingRules(false, "*55", null, null, null, null, null);
    private static final CallerRecordingRules ON = new CallerRecordingRules(true, null, null, null, null, null, null);

    @Test
    void a_device_reaches_the_address_of_its_own_tenant_and_no_other() {
        var rules = new Rules().tenant(ACME, rules(ON)).tenant(BETA, rules(ON));

        assertThat(find(rules, ANNAS, "record", "acme.example")).isPresent();
        assertThat(find(rules, ANNAS, "record", "192.0.2.1")).isPresent();
        assertThat(find(rules, ANNAS, "record", "beta.example")).isEmpty();
        assertThat(find(rules, ANNAS, "recorder", "acme.example")).isEmpty();
    }

    @Test
    void from_outside_only_the_tenants_that_the_trunk_serves_can_be_reached() {
        var rules = new Rules().tenant(ACME, rules(ON)).tenant(BETA, rules(ON));

        assertThat(find(rules, new Authentication.Trunk(ACMES_TRUNK), "record", "acme.example")
                        .orElseThrow()
                        .order()
                        .userId())
                .isNull();
        assertThat(find(rules, new Authentication.Trunk(PLATFORM_TRUNK), "record", "beta.example"))
                .isPresent();
        assertThat(find(rules, new Authentication.Trunk(ACMES_TRUNK), "record", "beta.example"))
                .isEmpty();
        assertThat(find(rules, new Authentication.Trunk(PLATFORM_TRUNK), "record", "192.0.2.1"))
                .isEmpty();
    }

    @Test
    void it_has_to_be_switched_on_and_somebody_with_that_extension_is_called_instead() {
        var named = new User(new UserId(new UUID(9, 9)), ACME.id(), "record", "Rec Ord", List.of(), true);

        assertThat(find(new Rules(), ANNAS, "record", "acme.example")).isEmpty();
        assertThat(find(new Rules().platform(rules(ON)), ANNAS, "record", "acme.example"))
                .isPresent();
        assertThat(find(new Rules().tenant(ACME, rules(ON)).entity(named), ANNAS, "record", "acme.example"))
                .isEmpty();
    }

    @Test
    void what_is_recorded_is_the_callers_own_and_made_as_it_is_set() {
        var url = URI.create("https://archive.example/messages");
        var wanted = new CallerRecordingRules(true, "*55", MediaFormat.MP3, url, DeliveryMethod.POST, 60, 0);
        var rules = new Rules().tenant(ACME, rules(wanted));

        CallerRecording found = find(rules, ANNAS, "*55", "acme.example").orElseThrow();

        RecordingOrder order = found.order();
        assertThat(order.recordingId()).isEqualTo(ID);
        assertThat(order.userId()).isEqualTo(ANNA.id());
        assertThat(order.tenantId()).isEqualTo(ACME.id());
        assertThat(order.format()).isEqualTo(MediaFormat.MP3);
        assertThat(order.deliverTo()).isEqualTo(url);
        assertThat(order.deliverBy()).isEqualTo(DeliveryMethod.POST);
        assertThat(order.limitSeconds()).isEqualTo(60);
        assertThat(found.limit()).isEqualTo(Duration.ofSeconds(60));
        assertThat(found.silence()).isZero();
    }

    @Test
    void where_nothing_more_is_said_it_ends_after_five_seconds_of_silence_or_five_minutes() {
        CallerRecording found = find(new Rules().tenant(ACME, rules(ON)), ANNAS, "record", "acme.example")
                .orElseThrow();

        assertThat(found.silence()).isEqualTo(Duration.ofSeconds(5));
        assertThat(found.limit()).isEqualTo(Duration.ofMinutes(5));
        assertThat(found.order().format()).isEqualTo(MediaFormat.WAV);
        assertThat(found.order().deliverTo()).isNull();
    }

    @Test
    void it_is_explained_whose_recording_it_is_and_what_is_in_force() {
        var wanted = new CallerRecordingRules(true, "*55", MediaFormat.MP3, null, DeliveryMethod.POST, 60, 7);
        var rules = new Rules().platform(rules(wanted)).tenant(ACME, rules(null));

        for (String dialled : List.of("record", "*55")) {
            Decision decision = explain(rules, INSIDE, dialled, "acme.example");

            Grant grant = decision.grants().getFirst();
            assertThat(decision.grants()).hasSize(1);
            assertThat(grant.owner()).isEqualTo(ANNA.id());
            assertThat(grant.level()).isEqualTo(RecordingLevel.PLATFORM);
            assertThat(grant.setting()).isEqualTo("callerRecording.enabled");
            assertThat(grant.settings().format()).isEqualTo(MediaFormat.MP3);
            assertThat(grant.settings().limitSeconds()).isEqualTo(60);
            assertThat(decision.tape()).isEqualTo(new Tape(Duration.ofSeconds(60), Duration.ofSeconds(7), null));
            assertThat(verdicts(decision)).containsExactly("PLATFORM callerRecording.enabled RECORD");
        }
    }

    @Test
    void it_is_explained_which_setting_refuses_it_and_that_nobody_answers_then() {
        Decision silent = explain(new Rules(), INSIDE, "record", "acme.example");
        Decision off = explain(new Rules().tenant(ACME, rules(OFF)).platform(rules(ON)), INSIDE, "*55", "acme.example");
        Decision strange = explain(new Rules().tenant(BETA, rules(ON)), INSIDE, "record", "beta.example");

        assertThat(verdicts(silent))
                .containsExactly(
                        "TENANT callerRecording.enabled UNDEFINED",
                        "PLATFORM callerRecording.enabled UNDEFINED",
                        "TENANT callerRecording.enabled NO");
        assertThat(silent.considered().getLast().why()).contains("404");
        assertThat(verdicts(off)).startsWith("TENANT callerRecording.enabled NO");
        assertThat(off.considered().getFirst().why()).isEqualTo("it is switched off");
        assertThat(strange.considered().getFirst().why()).contains("another tenant");
        assertThat(List.of(silent, off, strange))
                .allMatch(decision -> decision.grants().isEmpty());
    }

    @Test
    void from_outside_the_code_counts_for_nothing() {
        var rules = new Rules().tenant(ACME, rules(WITH_CODE));
        var outside = new Dialled.Outside(ACME.id());

        assertThat(verdicts(explain(rules, outside, "*55", "acme.example")))
                .startsWith("TENANT callerRecording.code NO");
        assertThat(explain(rules, outside, "record", "acme.example")
                        .grants()
                        .getFirst()
                        .owner())
                .isNull();
    }

    @Test
    void nobody_is_sent_to_it() {
        var rules = new Rules().tenant(ACME, rules(WITH_CODE));

        Decision decision = explain(rules, new Dialled.Sent(ACME), "record", "acme.example");

        assertThat(decision.grants()).isEmpty();
        assertThat(decision.considered().getFirst().why()).contains("forwarded or transferred");
    }

    @Test
    void where_a_user_has_that_extension_or_a_trunk_takes_it_the_call_is_explained_as_any_other() {
        var named = new User(new UserId(new UUID(9, 9)), ACME.id(), "record", "Rec Ord", List.of(), true);
        var rules = new Rules().tenant(ACME, rules(ON)).entity(named);
        var called = new Occasion.Endpoint(Party.Network.ONNET, named.id(), null);
        var call = new Occasion(ACME.id(), anna(), called, List.of(), Set.of(Medium.AUDIO));

        Decision decision = RulesPolicy.decide(rules.directory(), call, new Dialled(INSIDE, "record", "acme.example"));

        assertThat(decision.considered().getFirst().why()).contains("extension of a user");
        assertThat(decision.considered().subList(1, decision.considered().size()))
                .isEqualTo(rules.decide(call).considered());
        assertThat(decision.grants()).isEqualTo(rules.decide(call).grants());
    }

    @Test
    void of_all_other_addresses_nothing_is_noted() {
        var rules = new Rules().tenant(ACME, rules(ON));

        Decision decision = explain(rules, INSIDE, "4930123", "acme.example");

        assertThat(decision).isEqualTo(rules.decide(Rules.call(ANNAS_DESK, null, ACME.id())));
    }

    private static Decision explain(Rules rules, Dialled.Dialler by, String user, String host) {
        Occasion.Endpoint from = by instanceof Dialled.Inside ? anna() : Occasion.Endpoint.OUTSIDE;
        var call = new Occasion(ACME.id(), from, Occasion.Endpoint.OUTSIDE, List.of(), Set.of(Medium.AUDIO));
        return RulesPolicy.decide(rules.directory(), call, new Dialled(by, user, host));
    }

    private static Occasion.Endpoint anna() {
        return new Occasion.Endpoint(Party.Network.ONNET, ANNA.id(), ANNAS_DESK.id());
    }

    private static List<String> verdicts(Decision decision) {
        return decision.considered().stream()
                .map(one -> one.level() + " " + one.setting() + " " + one.verdict())
                .toList();
    }

    private static Optional<CallerRecording> find(Rules rules, Authentication sender, String user, String host) {
        return new DirectoryPolicy(rules::directory, ID::value).callerRecording(sender, user, host);
    }

    private static RecordingRules rules(@Nullable CallerRecordingRules caller) {
        return new RecordingRules(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, caller);
    }
}
