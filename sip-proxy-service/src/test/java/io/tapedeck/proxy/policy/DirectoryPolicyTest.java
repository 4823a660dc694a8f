package io.tapedeck.proxy.policy;

import static io.tapedeck.proxy.routing.ExampleDirectory.ACME;
import static io.tapedeck.proxy.routing.ExampleDirectory.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.Party.Network;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.RecordingOrder.Pauses;
import io.tapedeck.contracts.directory.LegRules;
import io.tapedeck.contracts.directory.RecordingRule;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.proxy.routing.DirectorySnapshot;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DirectoryPolicyTest {

    private static final UUID ID = new UUID(1, 1);
    private static final URI ARCHIVE = URI.create("https://archive.example/in");
    private static final Party CALLER = new Party(Network.ONNET, "1001", "", "", ANNA.id(), null, null);
    private static final Party OUTSIDE = Party.offnet("+49301");

    @Test
    void an_order_says_for_whom_and_how() {
        var rules = new Rules()
                .silentTenant(ACME)
                .user(
                        ANNA,
                        Rules.of(
                                "outbound.offnet",
                                new RecordingRule(true, MediaFormat.MP3, ARCHIVE, 5, 16_000, 3_600)));
        var policy = new DirectoryPolicy(rules::directory, () -> ID);

        assertThat(policy.orders(call(Set.of(Medium.AUDIO))))
                .containsExactly(new RecordingOrder(
                        new RecordingId(ID),
                        ACME.id(),
                        ANNA.id(),
                        MediaFormat.MP3,
                        ChannelLayout.STEREO,
                        ARCHIVE,
                        16_000,
                        Pauses.SILENCE,
                        false,
                        5,
                        3_600));
    }

    @Test
    void a_call_whose_pictures_are_recorded_becomes_a_movie() {
        var everything = RecordingRule.of(true, MediaFormat.MP3, null);
        var withPictures = new RecordingRules(
                null, new LegRules(null, null, everything), null, null, null, null, null, true, null, null, null);
        var rules = new Rules().silentTenant(ACME).user(ANNA, withPictures);
        var policy = new DirectoryPolicy(rules::directory, () -> ID);

        assertThat(policy.orders(call(Set.of(Medium.AUDIO, Medium.VIDEO))))
                .extracting(RecordingOrder::format)
                .containsExactly(MediaFormat.MP4);
        assertThat(policy.orders(call(Set.of(Medium.AUDIO))))
                .extracting(RecordingOrder::format)
                .containsExactly(MediaFormat.MP3);
    }

    @Test
    void a_tenant_that_is_gone_orders_nothing() {
        var policy = new DirectoryPolicy(() -> DirectorySnapshot.EMPTY, () -> ID);

        assertThat(policy.orders(call(Set.of(Medium.AUDIO)))).isEmpty();
    }

    private static Conversation call(Set<Medium> media) {
        return new Conversation(ACME.id(), CALLER, OUTSIDE, List.of(), media);
    }
}
