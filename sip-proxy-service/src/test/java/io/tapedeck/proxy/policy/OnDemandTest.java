package io.tapedeck.proxy.policy;

import static io.tapedeck.proxy.routing.ExampleDirectory.ACME;
import static io.tapedeck.proxy.routing.ExampleDirectory.ANNA;
import static io.tapedeck.proxy.routing.ExampleDirectory.ANNAS_DESK;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.Party.Network;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.RecordingOrder.Start;
import io.tapedeck.contracts.directory.FeatureCodes;
import io.tapedeck.contracts.directory.RecordingRule;
import io.tapedeck.contracts.directory.RecordingRules;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OnDemandTest {

    private static final Party ANNAS = new Party(Network.ONNET, "1001", "", "", ANNA.id(), ANNAS_DESK.id(), null);
    private static final Party OUTSIDE = Party.offnet("4930123456");

    @Test
    void nobody_may_unless_a_level_says_so_and_the_nearest_one_counts() {
        assertThat(rights(new Rules(), ANNAS)).isNull();
        assertThat(rights(new Rules().platform(control(true, null, null)), ANNAS))
                .isNotNull();
        assertThat(rights(new Rules().tenant(ACME, control(true, null, null)), ANNAS))
                .isNotNull();
        assertThat(rights(new Rules().team(1, ANNA, control(true, null, null)), ANNAS))
                .isNotNull();
        assertThat(rights(
                        new Rules()
                                .tenant(ACME, control(true, null, null))
                                .device(ANNAS_DESK, control(false, null, null)),
                        ANNAS))
                .isNull();
        assertThat(rights(new Rules().platform(control(true, null, null)), OUTSIDE))
                .isNull();
    }

    @Test
    void each_code_and_the_end_of_a_pause_come_from_where_they_stand() {
        var rules = new Rules()
                .platform(control(true, new FeatureCodes("*1", "*2", null, null), 60))
                .user(ANNA, control(null, new FeatureCodes("*7", null, "", null), 0));

        ControlRights rights = rights(rules, ANNAS);

        assertThat(rights).isNotNull();
        assertThat(rights.codes()).isEqualTo(new FeatureCodes("*7", "*2", "", "*49"));
        assertThat(rights.resumeAfter()).isNull();
        assertThat(rights(new Rules().platform(control(true, null, 60)), ANNAS).resumeAfter())
                .isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void who_is_not_on_the_call_pauses_as_long_as_tenant_and_platform_say() {
        var rules = new Rules().platform(control(null, null, 60)).user(ANNA, control(true, null, 5));

        assertThat(policy(new Rules()).resumeAfter(ACME.id())).isEmpty();
        assertThat(policy(rules).resumeAfter(ACME.id())).contains(Duration.ofSeconds(60));
        assertThat(policy(rules.tenant(ACME, control(null, null, 0))).resumeAfter(ACME.id()))
                .as("never")
                .isEmpty();
    }

    @Test
    void a_recording_that_a_user_starts_is_made_by_the_rules_of_that_call_and_ends_after_an_hour() {
        var mp3 = RecordingRule.of(null, MediaFormat.MP3, URI.create("https://archive.example/in"));
        var rules = new Rules().tenant(ACME, Rules.on("any.any")).user(ANNA, Rules.of("outbound.offnet", mp3));

        RecordingOrder order =
                policy(rules).demanded(call(), ANNAS, Demand.NOTHING).orElseThrow();

        assertThat(order.userId()).isEqualTo(ANNA.id());
        assertThat(order.format()).isEqualTo(MediaFormat.MP3);
        assertThat(order.limitSeconds()).isEqualTo(3_600);
        assertThat(order.start()).isEqualTo(Start.DEMAND);
    }

    @Test
    void a_recording_for_the_tenant_is_made_by_the_rule_of_the_leg_that_its_own_would_be_made_by() {
        var mp3 = RecordingRule.of(null, MediaFormat.MP3, null);
        var outbound = new Rules().tenant(ACME, Rules.of("outbound.offnet", mp3));
        var inbound = new Rules()
                .tenant(
                        ACME,
                        Rules.merge(
                                Rules.of("outbound.offnet", mp3),
                                "inbound.onnet",
                                RecordingRule.of(null, MediaFormat.FLAC, null)));

        assertThat(demanded(outbound).format()).isEqualTo(MediaFormat.MP3);
        assertThat(demanded(inbound).format()).isEqualTo(MediaFormat.FLAC);
    }

    @Test
    void what_was_said_at_the_start_counts_more_than_the_rules() {
        var wishes = new Demand(MediaFormat.FLAC, null, 2, 16_000, 60, "Complaint", "c-17", null);

        RecordingOrder order =
                policy(new Rules()).demanded(call(), null, wishes).orElseThrow();

        assertThat(order.userId()).isNull();
        assertThat(order.format()).isEqualTo(MediaFormat.FLAC);
        assertThat(order.limitSeconds()).isEqualTo(60);
        assertThat(order.label()).isEqualTo("Complaint");
        assertThat(order.mediaName()).isEqualTo("c-17");
    }

    @Test
    void when_a_recording_of_the_rules_starts_is_read_like_any_setting() {
        assertThat(start(null, null)).isEqualTo(Start.ANSWER);
        assertThat(start(false, null)).isEqualTo(Start.EARLY);
        assertThat(start(false, true)).isEqualTo(Start.BRIDGE);
        assertThat(start(true, true)).isEqualTo(Start.BRIDGE);
        assertThat(start(true, false)).isEqualTo(Start.ANSWER);
    }

    private static Start start(@Nullable Boolean onAnswer, @Nullable Boolean onBridge) {
        var rule = new RecordingRule(true, null, null, null, null, null, onAnswer, onBridge, null);
        return new Rules()
                .tenant(ACME, Rules.of("any.any", rule))
                .decide(Rules.call(ANNAS_DESK, null, ACME.id()))
                .grants()
                .getFirst()
                .settings()
                .start();
    }

    private static RecordingOrder demanded(Rules rules) {
        return policy(rules).demanded(call(), null, Demand.NOTHING).orElseThrow();
    }

    private static DemandedCall call() {
        return new DemandedCall(ACME.id(), ANNAS, OUTSIDE, Set.of(Medium.AUDIO));
    }

    private static DirectoryPolicy policy(Rules rules) {
        return new DirectoryPolicy(rules::directory, UUID::randomUUID);
    }

    private static @Nullable ControlRights rights(Rules rules, Party party) {
        return policy(rules).rights(party).orElse(null);
    }

    private static RecordingRules control(
            @Nullable Boolean onDemand, @Nullable FeatureCodes codes, @Nullable Integer resumeAfter) {
        return new RecordingRules(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                onDemand,
                codes,
                resumeAfter,
                null);
    }
}
