package io.tapedeck.conversion.pcap;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.conversion.pcap.CallFlows.Flow;
import io.tapedeck.conversion.pcap.CallFlows.Seen;
import io.tapedeck.protocol.ip.UdpFrame;
import io.tapedeck.protocol.rtp.RtpPackets;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the callee, at 10.0.0.2:5000, sends to the caller, at 10.0.0.1:4000. */
class CallFlowsTest {

    private static final long SECOND = 1_000_000_000L;
    private static final int CALLER_PORT = 4_000;
    private static final int CALLEE_PORT = 5_000;

    private final PartyDescription caller = party(1, CALLER_PORT);
    private final PartyDescription callee = party(2, CALLEE_PORT);
    private CallFlows flows = new CallFlows(List.of());

    @Test
    void phones_that_rang_before_one_answered_are_heard() {
        talk(7, 7_000, 0, 3);
        talk(8, 8_000, 1, 4);
        talk(2, CALLEE_PORT, 4, 30);

        assertThat(sources()).containsExactlyInAnyOrder(2, 7, 8);
    }

    @Test
    void an_address_that_takes_over_is_heard() {
        talk(2, CALLEE_PORT, 0, 10);
        talk(9, 9_000, 10, 30);

        assertThat(sources()).containsExactlyInAnyOrder(2, 9);
    }

    @Test
    void a_relays_copy_of_the_same_sound_is_not_heard() {
        talk(2, CALLEE_PORT, 3, 20);
        talk(9, 9_000, 0, 25); // with the relay's own ringing and announcement around it

        assertThat(sources()).containsExactly(2);
    }

    @Test
    void another_call_on_the_same_port_is_not_heard() {
        talk(2, CALLEE_PORT, 0, 10);
        talk(9, 9_000, 300, 320);

        assertThat(sources()).containsExactly(2);
    }

    @Test
    void a_few_stray_packets_are_not_heard() {
        send(9, 9_000, 0);
        send(9, 9_000, SECOND / 50);
        talk(2, CALLEE_PORT, 10, 20);

        assertThat(sources()).containsExactly(2);
    }

    @Test
    void parties_that_go_elsewhere_together_are_followed() {
        converse(1, CALLER_PORT, 2, CALLEE_PORT, 0, 10);
        converse(1, 4_100, 2, 5_100, 10, 20);
        converse(2, 5_200, 8, 8_000, 20, 30); // the caller has moved, too

        List<Map<Flow, Seen>> call = flows.of(new PartyDescription.Pair(caller, callee));

        assertThat(call.getFirst().keySet().stream().map(Flow::sourcePort)).containsExactly(CALLER_PORT, 4_100, 8_000);
        assertThat(call.getLast().keySet().stream().map(Flow::sourcePort)).containsExactly(CALLEE_PORT, 5_100, 5_200);
    }

    @Test
    void the_next_call_between_the_same_hosts_is_not_followed() {
        converse(1, CALLER_PORT, 2, CALLEE_PORT, 0, 10);
        converse(1, 4_100, 2, 5_100, 13, 20);

        assertThat(flows.of(new PartyDescription.Pair(caller, callee)))
                .allSatisfy(sent -> assertThat(sent).hasSize(1));
    }

    @Test
    void where_several_calls_begin_none_is_followed() {
        converse(1, CALLER_PORT, 2, CALLEE_PORT, 0, 10);
        converse(1, 4_100, 2, 5_100, 10, 20);
        converse(1, 4_200, 2, 5_200, 10, 20);

        assertThat(flows.of(new PartyDescription.Pair(caller, callee)))
                .allSatisfy(sent -> assertThat(sent).hasSize(1));
    }

    @Test
    void what_reaches_one_party_from_anywhere_has_room_that_ends_and_the_other_party_always_has() {
        flows = new CallFlows(List.of(new PartyDescription.Pair(caller, callee)));
        for (int port = 10_000; port < 20_500; port++) {
            send(9, port, 0);
        }
        assertThat(flows.all()).hasSize(10_000);

        talk(2, CALLEE_PORT, 0, 10);

        assertThat(sources()).contains(2);
    }

    /** The last byte of each address. */
    private List<Integer> sources() {
        return flows.between(callee, caller).keySet().stream()
                .map(Flow::source)
                .map(address -> (int) address.get(3))
                .toList();
    }

    private void talk(int from, int port, int startSecond, int endSecond) {
        talk(from, port, 1, CALLER_PORT, startSecond, endSecond);
    }

    private void converse(int one, int onePort, int other, int otherPort, int startSecond, int endSecond) {
        talk(one, onePort, other, otherPort, startSecond, endSecond);
        talk(other, otherPort, one, onePort, startSecond, endSecond);
    }

    private void talk(int from, int port, int to, int toPort, int startSecond, int endSecond) {
        for (long at = startSecond * SECOND; at < endSecond * SECOND; at += SECOND / 50) {
            send(from, port, to, toPort, at);
        }
    }

    private void send(int from, int port, long atNanos) {
        send(from, port, 1, CALLER_PORT, atNanos);
    }

    private void send(int from, int port, int to, int toPort, long atNanos) {
        var rtp = ByteBuffer.allocate(RtpPackets.HEADER_LENGTH + 160);
        RtpPackets.write(rtp, 0, false, 1, 160, from, ByteBuffer.wrap(new byte[160]));
        var frame =
                ByteBuffer.allocate(UdpFrame.headerLength(false) + rtp.flip().remaining());
        UdpFrame.writeHeader(frame, address(from), port, address(to), toPort, rtp.remaining());
        frame.put(rtp).flip();
        var udp = new UdpFrame();
        assertThat(udp.wrap(frame)).isTrue();
        flows.count(udp, 1_700_000_000L * SECOND + atNanos, frame);
    }

    private static byte[] address(int last) {
        return new byte[] {10, 0, 0, (byte) last};
    }

    private static PartyDescription party(int last, int port) {
        return new PartyDescription(address(last), port, List.of(), List.of(), false);
    }
}
