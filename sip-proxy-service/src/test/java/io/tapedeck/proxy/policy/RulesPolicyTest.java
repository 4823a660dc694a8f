package io.tapedeck.proxy.policy;

import static io.tapedeck.proxy.routing.ExampleDirectory.ACME;
import static io.tapedeck.proxy.routing.ExampleDirectory.ANNA;
import static io.tapedeck.proxy.routing.ExampleDirectory.ANNAS_DESK;
import static io.tapedeck.proxy.routing.ExampleDirectory.ANNAS_MOBILE;
import static io.tapedeck.proxy.routing.ExampleDirectory.BETA;
import static io.tapedeck.proxy.routing.ExampleDirectory.BOB;
import static io.tapedeck.proxy.routing.ExampleDirectory.BOBS_DESK;
import static io.tapedeck.proxy.routing.ExampleDirectory.CAROL;
import static io.tapedeck.proxy.routing.ExampleDirectory.CAROLS_DESK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingOrder.Pauses;
import io.tapedeck.contracts.RecordingOrder.Start;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.DirectoryEvent;
import io.tapedeck.contracts.directory.DirectoryEvent.Tenant;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.contracts.directory.RecordingRule;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.contracts.directory.RecordingSettings;
import io.tapedeck.proxy.policy.Consideration.Verdict;
import io.tapedeck.proxy.policy.Decision.Grant;
import io.tapedeck.proxy.policy.Decision.InForce;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RulesPolicyTest {

    private static final Occasion ANNA_CALLS_BOB = Rules.call(ANNAS_DESK, BOBS_DESK, ACME.id());
    private static final Occasion ANNA_CALLS_OUT = Rules.call(ANNAS_DESK, null, ACME.id());
    private static final Occasion BOB_IS_CALLED = Rules.call(null, BOBS_DESK, ACME.id());
    private static final Occasion PASSING_THROUGH = Rules.call(null, null, ACME.id());
    private static final RecordingRules EVERYTHING = Rules.on("any.any");

    @Test
    void a_tenant_of_whom_nothing_is_written_records_as_it_was_created() {
        assertThat(new Rules().decide(BOB_IS_CALLED).grants()).singleElement().satisfies(grant -> {
            assertThat(grant.owner()).isNull();
            assertThat(grant.setting()).isEqualTo("any.any");
            assertThat(grant.settings().format()).isEqualTo(MediaFormat.WAV);
        });
    }

    @Test
    void rules_of_the_platform_stand_in_for_those_that_a_tenant_has_not() {
        var rules = new Rules().platform(Rules.off("any.any"));

        assertThat(rules.decide(BOB_IS_CALLED).grants()).isEmpty();
        assertThat(rules.tenant(ACME, Rules.on("inbound.offnet"))
                        .decide(BOB_IS_CALLED)
                        .grants())
                .extracting(Grant::level)
                .containsExactly(RecordingLevel.TENANT);
    }

    @Test
    void what_the_platform_leaves_open_stays_as_the_tenant_was_created() {
        var elsewhere = new Rules().platform(layout(ChannelLayout.MONO));
        var inPart = new Rules().platform(Rules.off("inbound.onnet"));

        assertThat(elsewhere.decide(BOB_IS_CALLED).grants()).singleElement().satisfies(grant -> {
            assertThat(grant.setting()).isEqualTo("any.any");
            assertThat(grant.settings().layout()).isEqualTo(ChannelLayout.MONO);
        });
        assertThat(elsewhere.decide(BOB_IS_CALLED).considered())
                .extracting(Consideration::level, Consideration::verdict)
                .startsWith(
                        tuple(RecordingLevel.PLATFORM, Verdict.UNDEFINED),
                        tuple(RecordingLevel.PLATFORM, Verdict.UNDEFINED),
                        tuple(RecordingLevel.TENANT, Verdict.RECORD));
        assertThat(inPart.decide(ANNA_CALLS_BOB).grants()).isEmpty();
        assertThat(inPart.decide(BOB_IS_CALLED).grants()).hasSize(1);
    }

    @Test
    void a_document_of_the_tenants_own_takes_the_place_of_what_it_was_created_with() {
        var rules = silent().platform(layout(ChannelLayout.MONO));

        assertThat(rules.decide(BOB_IS_CALLED).grants()).isEmpty();
    }

    @Test
    void a_tenant_that_was_created_with_recording_off_is_not_recorded_because_the_platform_says_so() {
        var off = new RecordingSettings(false, MediaFormat.WAV, ChannelLayout.STEREO, null);
        var quiet = new Tenant(ACME.id(), ACME.name(), ACME.domain(), true, off);

        assertThat(new Rules()
                        .platform(EVERYTHING)
                        .entity(quiet)
                        .decide(BOB_IS_CALLED)
                        .grants())
                .isEmpty();
    }

    @Test
    void tenant_and_both_users_may_have_a_recording_each_of_one_call() {
        var rules = new Rules().tenant(ACME, EVERYTHING).user(ANNA, EVERYTHING).user(BOB, EVERYTHING);

        assertThat(rules.decide(ANNA_CALLS_BOB).grants())
                .extracting(Grant::owner)
                .containsExactly(null, ANNA.id(), BOB.id());
    }

    @Test
    void a_user_who_switched_recording_off_is_still_recorded_for_the_tenant() {
        var rules = new Rules().tenant(ACME, EVERYTHING).user(ANNA, Rules.off("any.any"));

        assertThat(rules.decide(ANNA_CALLS_OUT).grants())
                .extracting(Grant::owner)
                .singleElement()
                .isNull();
    }

    @Test
    void the_device_beats_the_user_and_the_user_the_team() {
        var rules = silent().team(1, ANNA, Rules.on("outbound.any"))
                .user(ANNA, Rules.off("outbound.offnet"))
                .device(ANNAS_DESK, Rules.on("outbound.offnet"));

        assertThat(rules.decide(ANNA_CALLS_OUT).grants())
                .extracting(Grant::level)
                .containsExactly(RecordingLevel.DEVICE);
        assertThat(rules.decide(Rules.call(ANNAS_MOBILE, null, ACME.id())).grants())
                .isEmpty();
        assertThat(rules.decide(ANNA_CALLS_BOB).grants())
                .extracting(Grant::level)
                .containsExactly(RecordingLevel.TEAM);
    }

    @Test
    void the_direction_counts_more_than_the_network() {
        var rules = silent().user(ANNA, Rules.of("outbound.any", false, "any.offnet", true));

        assertThat(rules.decide(ANNA_CALLS_OUT).grants()).isEmpty();
    }

    @Test
    void each_setting_is_taken_from_where_it_stands() {
        var archive = URI.create("https://archive.example/acme");
        var rules = new Rules()
                .platform(layout(ChannelLayout.MONO))
                .tenant(ACME, Rules.of("any.any", RecordingRule.of(false, null, archive)))
                .user(ANNA, Rules.of("outbound.any", RecordingRule.of(null, MediaFormat.MP3, null)))
                .device(ANNAS_DESK, Rules.on("outbound.offnet"));

        assertThat(rules.decide(ANNA_CALLS_OUT).grants())
                .extracting(Grant::settings)
                .containsExactly(new InForce(
                        MediaFormat.MP3,
                        ChannelLayout.MONO,
                        Pauses.SILENCE,
                        archive,
                        null,
                        null,
                        null,
                        EnumSet.of(Medium.AUDIO),
                        Start.ANSWER,
                        false));
    }

    @Test
    void a_call_that_only_passes_through_is_not_recorded_unless_that_is_switched_on() {
        var rules = new Rules().tenant(ACME, EVERYTHING);

        assertThat(rules.decide(PASSING_THROUGH).grants()).isEmpty();
        assertThat(lastOf(rules.decide(PASSING_THROUGH)).setting()).isEqualTo("externalToExternal");
        assertThat(new Rules()
                        .tenant(ACME, whole(EVERYTHING, null, null, null, true, null, null))
                        .decide(PASSING_THROUGH)
                        .grants())
                .hasSize(1);
    }

    @Test
    void a_forwarded_call_is_recorded_for_who_forwarded_it_only_when_both_settings_are_on() {
        Occasion forwarded = Rules.redirected(BOB_IS_CALLED, ANNA.id());
        RecordingRules incoming = Rules.on("inbound.offnet");

        var incomingOnly = silent().user(ANNA, incoming);
        var redirectedOnly = silent().user(ANNA, whole(RecordingRules.UNDEFINED, true, null, null, null, null, null));
        var both = silent().user(ANNA, whole(incoming, true, null, null, null, null, null));

        assertThat(incomingOnly.decide(forwarded).grants()).isEmpty();
        assertThat(redirectedOnly.decide(forwarded).grants()).isEmpty();
        assertThat(both.decide(forwarded).grants()).extracting(Grant::owner).containsExactly(ANNA.id());
    }

    @Test
    void each_of_those_who_have_forwarded_a_call_one_to_another_is_asked_for_themselves() {
        var dora = new DirectoryEvent.User(new UserId(new UUID(9, 4)), ACME.id(), "1004", "Dora", List.of(), true);
        Occasion chain = Rules.redirected(BOB_IS_CALLED, ANNA.id(), dora.id());
        RecordingRules both = whole(Rules.on("inbound.offnet"), true, null, null, null, null, null);

        assertThat(ownersOf(silent().entity(dora).user(ANNA, both), chain)).containsExactly(ANNA.id());
        assertThat(ownersOf(silent().entity(dora).user(dora, both), chain)).containsExactly(dora.id());
        assertThat(ownersOf(silent().entity(dora).user(ANNA, both).user(dora, both), chain))
                .containsExactly(ANNA.id(), dora.id());
    }

    private static List<UserId> ownersOf(Rules rules, Occasion call) {
        return rules.decide(call).grants().stream().map(Grant::owner).toList();
    }

    @Test
    void a_tenant_can_leave_redirected_calls_out() {
        var rules = new Rules().tenant(ACME, whole(EVERYTHING, false, null, null, null, null, null));

        assertThat(rules.decide(BOB_IS_CALLED).grants()).hasSize(1);
        assertThat(rules.decide(Rules.redirected(BOB_IS_CALLED, ANNA.id())).grants())
                .isEmpty();
    }

    @Test
    void of_a_video_call_the_sound_is_recorded_and_the_picture_where_it_is_switched_on() {
        Occasion video = Rules.with(ANNA_CALLS_BOB, Medium.AUDIO, Medium.VIDEO);
        var rules = new Rules()
                .tenant(ACME, EVERYTHING)
                .user(ANNA, whole(EVERYTHING, null, null, true, null, null, null))
                .user(BOB, whole(EVERYTHING, null, false, true, null, null, null));

        assertThat(rules.decide(video).grants().stream()
                        .map(grant -> grant.settings().media())
                        .collect(Collectors.toList()))
                .containsExactly(Set.of(Medium.AUDIO), Set.of(Medium.AUDIO, Medium.VIDEO), Set.of(Medium.VIDEO));
    }

    @Test
    void a_call_of_which_nothing_is_wanted_is_not_recorded() {
        var rules = new Rules().tenant(ACME, whole(EVERYTHING, null, false, null, null, null, null));

        assertThat(rules.decide(ANNA_CALLS_BOB).grants()).isEmpty();
    }

    @Test
    void where_seats_are_counted_only_users_with_a_seat_get_recordings_of_their_own() {
        var rules = new Rules()
                .tenant(ACME, whole(RecordingRules.UNDEFINED, null, null, null, null, 1, null))
                .user(ANNA, EVERYTHING)
                .user(BOB, whole(EVERYTHING, null, null, null, null, null, true));

        Decision decision = rules.decide(ANNA_CALLS_BOB);

        assertThat(decision.grants()).extracting(Grant::owner).containsExactly(BOB.id());
        assertThat(decision.considered())
                .anySatisfy(one -> assertThat(one.why()).contains("seat"));
    }

    @Test
    void the_other_tenant_of_a_call_decides_for_itself() {
        Occasion toBeta = Rules.call(ANNAS_DESK, CAROLS_DESK, ACME.id());
        var rules = silent().tenant(BETA, Rules.on("outbound.onnet")).user(CAROL, Rules.on("inbound.onnet"));

        assertThat(rules.decide(toBeta).grants())
                .extracting(Grant::tenant, Grant::owner)
                .containsExactly(tuple(BETA.id(), null), tuple(BETA.id(), CAROL.id()));
    }

    @Test
    void somebody_who_calls_himself_gets_one_recording() {
        var rules = silent().user(ANNA, EVERYTHING);

        assertThat(rules.decide(Rules.call(ANNAS_DESK, ANNAS_MOBILE, ACME.id())).grants())
                .hasSize(1);
    }

    @Test
    void everything_that_was_looked_at_is_told_with_its_reason() {
        var rules = new Rules().tenant(ACME, Rules.on("outbound.onnet")).user(ANNA, Rules.off("outbound.any"));

        assertThat(rules.decide(ANNA_CALLS_BOB).considered())
                .containsExactly(
                        new Consideration(
                                RecordingLevel.TENANT,
                                Leg.INBOUND,
                                "inbound.onnet",
                                Verdict.UNDEFINED,
                                "nothing is set"),
                        new Consideration(
                                RecordingLevel.TENANT,
                                Leg.OUTBOUND,
                                "outbound.onnet",
                                Verdict.RECORD,
                                "it is switched on"),
                        new Consideration(
                                RecordingLevel.USER, Leg.OUTBOUND, "outbound.any", Verdict.NO, "it is switched off"),
                        new Consideration(
                                RecordingLevel.USER,
                                Leg.INBOUND,
                                "inbound.onnet",
                                Verdict.UNDEFINED,
                                "nothing is set"));
    }

    @Test
    void a_question_about_nobody_is_refused() {
        var stranger = new TenantId(new UUID(0, 0));

        assertThatThrownBy(() -> new Rules().decide(Rules.call(null, BOBS_DESK, stranger)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Rules silent() {
        return new Rules().silentTenant(ACME);
    }

    private static Consideration lastOf(Decision decision) {
        return decision.considered().getLast();
    }

    private static RecordingRules layout(ChannelLayout layout) {
        return new RecordingRules(null, null, null, layout, null, null, null, null, null, null, null);
    }

    private static RecordingRules whole(
            RecordingRules legs,
            @Nullable Boolean redirected,
            @Nullable Boolean audio,
            @Nullable Boolean video,
            @Nullable Boolean externalToExternal,
            @Nullable Integer seats,
            @Nullable Boolean seat) {
        return new RecordingRules(
                legs.inbound(),
                legs.outbound(),
                legs.any(),
                legs.layout(),
                legs.pauses(),
                redirected,
                audio,
                video,
                externalToExternal,
                seats,
                seat);
    }
}
