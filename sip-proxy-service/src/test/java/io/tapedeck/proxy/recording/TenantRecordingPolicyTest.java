package io.tapedeck.proxy.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.Party.Network;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.calls.Direction;
import io.tapedeck.contracts.directory.DirectoryEvent.Tenant;
import io.tapedeck.contracts.directory.RecordingSettings;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TenantRecordingPolicyTest {

    private static final UUID ID = new UUID(1, 1);
    private static final TenantId TENANT = new TenantId(new UUID(0, 1));
    private static final Party ANNA = user(1);
    private static final Party BOB = user(2);
    private static final Party OUTSIDE = Party.offnet("+49301");

    private final TenantRecordingPolicy policy = new TenantRecordingPolicy(() -> ID);

    @Test
    void a_tenant_that_wants_no_recordings_gets_none() {
        assertThat(policy.orders(tenant(false), ANNA, BOB, Direction.INTERNAL)).isEmpty();
    }

    @Test
    void a_recording_is_made_as_the_tenant_wants_it() {
        assertThat(policy.orders(tenant(true), ANNA, OUTSIDE, Direction.OUT))
                .containsExactly(new RecordingOrder(
                        new RecordingId(ID),
                        TENANT,
                        ANNA.userId(),
                        MediaFormat.MP3,
                        ChannelLayout.MONO,
                        URI.create("https://archive.example/in")));
    }

    @Test
    void it_belongs_to_the_user_who_takes_part_and_to_the_caller_of_two() {
        assertThat(owners(ANNA, BOB)).containsExactly(ANNA.userId());
        assertThat(owners(OUTSIDE, BOB)).containsExactly(BOB.userId());
        assertThat(owners(ANNA, OUTSIDE)).containsExactly(ANNA.userId());
    }

    private List<UserId> owners(Party caller, Party callee) {
        return policy.orders(tenant(true), caller, callee, Direction.INTERNAL).stream()
                .map(RecordingOrder::userId)
                .toList();
    }

    private static Tenant tenant(boolean recorded) {
        var settings = new RecordingSettings(
                recorded, MediaFormat.MP3, ChannelLayout.MONO, URI.create("https://archive.example/in"));
        return new Tenant(TENANT, "Acme", "acme.example", true, settings);
    }

    private static Party user(int number) {
        return new Party(Network.ONNET, "100" + number, "", "", new UserId(new UUID(0, number)), null, null);
    }
}
