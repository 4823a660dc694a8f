package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.TrunkId;
import io.tapedeck.contracts.calls.EndedReason;
import io.tapedeck.contracts.directory.DirectoryEvent;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Alice calls from outside, over a trunk, and Bob sends her elsewhere. Mallory calls over the same trunk. */
class TransferRightsTest extends TransferScene {

    static final DirectoryEvent.Trunk CARRIER = new DirectoryEvent.Trunk(
            new TrunkId(new UUID(6, 1)),
            null,
            "carrier",
            "127.0.0.1",
            0,
            "udp",
            List.of("127.0.0.1"),
            List.of(""),
            null,
            null,
            true);

    private TextPhone mallory;

    @BeforeEach
    void alice_and_mallory_call_over_the_carrier() throws IOException {
        mallory = new TextPhone("mallory", server.port());
        house.owners.remove(alice.port());
        house.trunks.put(alice.port(), CARRIER);
        house.trunks.put(mallory.port(), CARRIER);
        house.reach("1004", carol);
    }

    @AfterEach
    void mallory_leaves() {
        mallory.close();
    }

    @Test
    void who_is_transferred_from_outside_gets_there_with_the_rights_of_who_transfers() {
        Call call = call("rights");

        Message atCarol = aliceCalls(uriIn(refer(call, "<sip:1003@example.com>")), "rights-2");

        assertThat(atCarol.header("X-Session-Id")).isEqualTo(call.sessionId());
        assertThat(house.behalves).containsExactly(FakeHouse.userId("1002") + " 1003@example.com");
    }

    @Test
    void the_mark_leads_to_no_other_number_than_the_one_it_was_made_for() {
        Call call = call("number");

        String uri = uriIn(refer(call, "<sip:1003@example.com>")).replace("1003", "1004");
        Message atCarol = aliceCalls(uri, "number-2");

        assertThat(atCarol.header("X-Session-Id")).isNotEqualTo(call.sessionId());
        assertThat(house.behalves).isEmpty();
    }

    @Test
    void the_mark_of_one_transfer_is_worth_nothing_for_the_next() {
        Call call = call("older");

        String older = uriIn(refer(call, "<sip:1003@example.com>"));
        refer(call, "<sip:1004@example.com>");
        Message atCarol = aliceCalls(older, "older-2");

        assertThat(atCarol.header("X-Session-Id")).isNotEqualTo(call.sessionId());
        assertThat(house.behalves).isEmpty();
    }

    @Test
    void the_mark_leads_to_no_other_domain_either() {
        Call call = call("domain");

        String uri = uriIn(refer(call, "<sip:1003@example.com>")).replace("example.com", "other.example");
        aliceCalls(uri, "domain-2");

        assertThat(house.behalves).containsExactly(FakeHouse.userId("1002") + " 1003@example.com");
    }

    @Test
    void without_the_mark_who_says_by_whom_is_known() {
        Call call = call("says");

        refer(call, "<sip:1003@example.com>");
        Message atCarol = aliceCalls("sip:1003@example.com", "says-2", "Referred-By: <sip:1002@example.com>");

        assertThat(atCarol.header("X-Session-Id")).isEqualTo(call.sessionId());
    }

    @Test
    void without_the_mark_a_call_from_outside_that_says_nothing_is_a_session_of_its_own() {
        Call call = call("silent");

        refer(call, "<sip:1003@example.com>");
        Message atCarol = aliceCalls("sip:1003@example.com", "silent-2");

        assertThat(atCarol.header("X-Session-Id")).isNotEqualTo(call.sessionId());
    }

    @Test
    void somebody_else_who_calls_the_same_number_over_the_trunk_does_not_get_the_session() {
        Call call = call("same-trunk");

        refer(call, "<sip:1003@example.com>");
        mallory.send(mallory.invite("sip:1003@example.com", "mallory", "Referred-By: <sip:1002@example.com>"));
        Message fromMallory = carol.expectRequest("INVITE");
        Message fromAlice = aliceCalls("sip:1003@example.com", "same-trunk-2", "Referred-By: <sip:1002@example.com>");

        assertThat(fromMallory.header("X-Session-Id")).isNotEqualTo(call.sessionId());
        assertThat(fromAlice.header("X-Session-Id")).isEqualTo(call.sessionId());
    }

    @Test
    void who_was_sent_to_a_number_may_not_take_over_a_conversation_instead() throws Exception {
        Call call = call("grab");
        consult("grab-ask", true);

        String uri = uriIn(refer(call, "<sip:1003@example.com>"));
        alice.send(second(alice.invite(uri, "grab-2", "Replaces: grab-ask;to-tag=to-carol;from-tag=from-bob")));
        alice.expectStatus(403);
        bob.send(bob.calleeInDialog(call.atBob(), "BYE", 2, ""));

        assertThat(eventsUntilEnd("grab").getLast().call().endedReason())
                .as("nothing is waited for any longer")
                .isEqualTo(EndedReason.CALLEE_DISCONNECT);
    }

    @Test
    void who_has_asked_may_hand_the_call_of_another_tenant_over() {
        house.trunks.remove(alice.port());
        house.owners.put(alice.port(), FakeHouse.user(house.otherTenant, "1001"));
        Call call = call("tenants");
        consult("tenants-ask", true);

        Message refer =
                refer(call, "<sip:1003@example.com?Replaces=tenants-ask%3Bto-tag%3Dto-carol%3Bfrom-tag%3Dfrom-bob>");
        Message atCarol =
                aliceCalls(uriIn(refer), "tenants-2", "Replaces: tenants-ask;to-tag=to-carol;from-tag=from-bob");

        assertThat(atCarol.header("X-Session-Id")).isEqualTo(call.sessionId());
    }
}
