package io.tapedeck.proxy.policy;

import static io.tapedeck.proxy.routing.ExampleDirectory.ACME;
import static io.tapedeck.proxy.routing.ExampleDirectory.ANNA;
import static io.tapedeck.proxy.routing.ExampleDirectory.ANNAS_DESK;
import static io.tapedeck.proxy.routing.ExampleDirectory.BOB;
import static io.tapedeck.proxy.routing.ExampleDirectory.BOBS_DESK;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.proxy.policy.Continuation.Outcome;
import io.tapedeck.proxy.policy.Decision.Grant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Bob has talked and sends the other party to Anna, or to somebody outside. */
class ContinuationTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final RecordingOrder TENANTS = order(1, null);
    private static final RecordingOrder BOBS = order(2, BOB.id());
    private static final RecordingOrder ANNAS = order(3, ANNA.id());
    private static final Occasion TO_ANNA = Rules.redirected(Rules.call(null, ANNAS_DESK, ACME.id()), BOB.id());
    private static final Occasion TO_OUTSIDE = Rules.redirected(Rules.call(null, null, ACME.id()), BOB.id());
    private static final RecordingRules EVERYTHING = Rules.on("any.any");

    @Test
    void the_recording_of_the_tenant_goes_on() {
        Outcome outcome = decide(silent(), TO_ANNA, TENANTS);

        assertThat(outcome.begin()).isEmpty();
        assertThat(outcome.end()).isEmpty();
    }

    @Test
    void the_recording_of_a_tenant_that_wants_no_redirected_calls_ends() {
        assertThat(decide(new Rules().tenant(ACME, with("redirected", false)), TO_ANNA, TENANTS)
                        .end())
                .containsExactly(TENANTS.recordingId());
    }

    @Test
    void the_recording_of_a_user_who_leaves_ends() {
        assertThat(decide(silent().user(BOB, EVERYTHING), TO_ANNA, TENANTS, BOBS)
                        .end())
                .containsExactly(BOBS.recordingId());
    }

    @Test
    void who_records_redirected_calls_gets_one_recording_of_the_whole_session() {
        Outcome outcome = decide(silent().user(BOB, with("redirected", true)), TO_ANNA, BOBS);

        assertThat(outcome.end()).isEmpty();
        assertThat(outcome.begin()).isEmpty();
    }

    @Test
    void who_had_no_recording_gets_none_of_what_it_sends_elsewhere() {
        RecordingRules both = with("redirected", true, Rules.on("inbound.any"));

        assertThat(decide(silent().user(BOB, both), TO_ANNA).begin()).isEmpty();
    }

    @Test
    void the_rules_of_the_new_party_begin_a_recording_of_its_own() {
        assertThat(decide(silent().user(ANNA, Rules.on("inbound.offnet")), TO_ANNA, TENANTS)
                        .begin())
                .extracting(Grant::owner)
                .containsExactly(ANNA.id());
    }

    @Test
    void the_recording_of_who_stays_goes_on_whoever_comes() {
        Occasion bobForAnna = Rules.redirected(Rules.call(null, BOBS_DESK, ACME.id()), ANNA.id());

        assertThat(decide(silent().user(BOB, Rules.on("inbound.onnet")), bobForAnna, BOBS, ANNAS)
                        .end())
                .containsExactly(ANNAS.recordingId());
    }

    @Test
    void when_two_outside_remain_everything_ends_and_nothing_begins() {
        var rules = new Rules().tenant(ACME, EVERYTHING).user(BOB, with("redirected", true));

        Outcome outcome = decide(rules, TO_OUTSIDE, TENANTS, BOBS);

        assertThat(outcome.end()).containsExactly(TENANTS.recordingId(), BOBS.recordingId());
        assertThat(outcome.begin()).isEmpty();
    }

    @Test
    void when_two_outside_remain_it_goes_on_where_such_calls_are_recorded() {
        var rules = new Rules()
                .tenant(ACME, with("externalToExternal", true, EVERYTHING))
                .user(BOB, with("redirected", true));

        assertThat(decide(rules, TO_OUTSIDE, TENANTS, BOBS).end()).isEmpty();
    }

    private static Outcome decide(Rules rules, Occasion occasion, RecordingOrder... running) {
        return Continuation.decide(rules.directory(), occasion, List.of(running));
    }

    private static Rules silent() {
        return new Rules().silentTenant(ACME);
    }

    private static RecordingRules with(String key, boolean value) {
        return with(key, value, RecordingRules.UNDEFINED);
    }

    private static RecordingRules with(String key, boolean value, RecordingRules rules) {
        ObjectNode tree = JSON.valueToTree(rules);
        return JSON.treeToValue(tree.put(key, value), RecordingRules.class);
    }

    private static RecordingOrder order(long number, @Nullable UserId owner) {
        return new RecordingOrder(
                new RecordingId(new UUID(3, number)), ACME.id(), owner, MediaFormat.WAV, ChannelLayout.STEREO, null);
    }
}
