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
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.CallerRecordingRules;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.proxy.routing.Authentication;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is recorded without a callee, and how. */
class CallerRecordingsTest {

    private static final RecordingId ID = new RecordingId(new UUID(7, 7));
    private static final Authentication ANNAS = new Authentication.Device(ACME, ANNA, ANNAS_DESK);
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

    private static Optional<CallerRecording> find(Rules rules, Authentication sender, String user, String host) {
        return new CallerRecordings(rules.directory(), () -> ID).find(sender, user, host);
    }

    private static RecordingRules rules(@Nullable CallerRecordingRules caller) {
        return new RecordingRules(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, caller);
    }
}
