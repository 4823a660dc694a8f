package io.tapedeck.proxy.policy;

import static io.tapedeck.proxy.routing.ExampleDirectory.ACME;
import static io.tapedeck.proxy.routing.ExampleDirectory.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.Party.Network;
import io.tapedeck.contracts.directory.CodecRules;
import io.tapedeck.contracts.directory.RecordingRules;
import java.util.List;
import org.junit.jupiter.api.Test;

class DirectoryCodecsTest {

    private static final Party INSIDE = new Party(Network.ONNET, "1001", "", "", ANNA.id(), null, null);
    private static final Party OUTSIDE = Party.offnet("+49301");
    private static final CodecRules NARROW = new CodecRules(List.of("PCMA"), true);
    private static final CodecRules WIDE = new CodecRules(List.of("opus", "G722"), null);

    @Test
    void the_users_list_beats_the_tenants_whoever_offers() {
        var rules = new Rules().tenant(ACME, codecs(NARROW)).user(ANNA, codecs(WIDE));
        var choice = new DirectoryCodecs(rules::directory);

        assertThat(choice.of(ACME.id(), INSIDE, OUTSIDE)).isEqualTo(WIDE);
        assertThat(choice.of(ACME.id(), OUTSIDE, INSIDE)).isEqualTo(WIDE);
    }

    @Test
    void the_tenants_list_counts_where_its_users_say_nothing_and_then_the_platforms() {
        var tenant =
                new DirectoryCodecs(new Rules().tenant(ACME, codecs(NARROW)).platform(codecs(WIDE))::directory);
        var platform = new DirectoryCodecs(new Rules().platform(codecs(WIDE))::directory);

        assertThat(tenant.of(ACME.id(), INSIDE, OUTSIDE)).isEqualTo(NARROW);
        assertThat(platform.of(ACME.id(), INSIDE, OUTSIDE)).isEqualTo(WIDE);
    }

    @Test
    void without_a_list_the_phones_decide() {
        var choice = new DirectoryCodecs(new Rules()::directory);

        assertThat(choice.of(ACME.id(), INSIDE, OUTSIDE)).isNull();
    }

    private static RecordingRules codecs(CodecRules codecs) {
        return new RecordingRules(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, codecs);
    }
}
