package io.tapedeck.capture.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.capture.session.SdpWishes.Trait;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LatchedPeerTest {

    private static final InetSocketAddress SIGNALLED = at("192.0.2.7", 4_000);
    private static final InetSocketAddress SAME_HOST = at("192.0.2.7", 61_000);
    private static final InetSocketAddress STRANGER = at("203.0.113.9", 5_000);
    private static final InetSocketAddress SPRAYER = at("203.0.113.66", 6_000);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final LatchedPeer peer = new LatchedPeer(3 * SECOND, null);
    private int sequence = 65_533;

    @Test
    void the_signalled_source_is_believed_at_once_and_for_good() {
        peer.aim(SIGNALLED, null, false, 0);

        assertThat(heard(SIGNALLED, 0)).isTrue();
        assertThat(heardTimes(STRANGER, 20, 1)).isZero();
    }

    @Test
    void before_anything_is_heard_media_goes_where_signalling_says() {
        peer.aim(SIGNALLED, null, false, 0);

        assertThat(peer.destination()).isEqualTo(SIGNALLED);
    }

    @Test
    void a_port_that_nat_changed_is_believed_after_three_packets_across_the_wrap() {
        peer.aim(SIGNALLED, null, false, 0);

        assertThat(heardTimes(SAME_HOST, 5, 0)).isEqualTo(3);
        assertThat(peer.destination()).isEqualTo(SAME_HOST);
    }

    @Test
    void a_party_behind_nat_is_believed_after_five_packets() {
        peer.aim(at("10.0.0.7", 4_000), null, false, 0);

        assertThat(heardTimes(STRANGER, 10, 0)).isEqualTo(6);
    }

    @Test
    void where_the_signalling_came_from_is_a_known_host() {
        peer.aim(at("10.0.0.7", 4_000), STRANGER.getAddress(), false, 0);

        assertThat(heardTimes(STRANGER, 10, 0)).isEqualTo(8);
    }

    @Test
    void the_signalled_source_wins_for_a_while_over_a_learned_one() {
        peer.aim(SIGNALLED, null, false, 0);
        heardTimes(SPRAYER, 5, 0);

        assertThat(heard(SIGNALLED, SECOND)).isTrue();
        assertThat(heard(SPRAYER, SECOND)).isFalse();
    }

    @Test
    void after_a_while_a_learned_source_is_settled() {
        peer.aim(at("10.0.0.7", 4_000), null, false, 0);
        heardTimes(STRANGER, 5, 0);

        assertThat(heard(SPRAYER, 4 * SECOND)).isFalse();
        assertThat(heard(at("10.0.0.7", 4_000), 5 * SECOND)).isFalse();
        assertThat(heard(STRANGER, 5 * SECOND)).isTrue();
    }

    @Test
    void packets_that_do_not_follow_on_each_other_prove_nothing() {
        peer.aim(SIGNALLED, null, false, 0);

        int accepted = 0;
        for (int i = 0; i < 50; i++) {
            accepted += peer.accepts(SPRAYER, 7, (i * 1_000) & 0xFFFF, i) ? 1 : 0;
        }

        assertThat(accepted).isZero();
    }

    @Test
    void two_sprayers_in_turn_prove_nothing() {
        peer.aim(SIGNALLED, null, false, 0);

        for (int i = 0; i < 50; i++) {
            assertThat(heard(i % 2 == 0 ? SPRAYER : STRANGER, i)).isFalse();
        }
    }

    @Test
    void a_new_address_by_signalling_opens_the_latch_again() {
        peer.aim(SIGNALLED, null, false, 0);
        heard(SIGNALLED, 0);

        peer.aim(STRANGER, null, false, 0);

        assertThat(peer.destination()).isEqualTo(STRANGER);
        assertThat(heard(STRANGER, 1)).isTrue();
        assertThat(heard(SIGNALLED, 4 * SECOND)).isFalse();
    }

    @Test
    void forks_are_heard_side_by_side_and_the_last_answer_gets_the_media() {
        peer.aim(SIGNALLED, null, false, 0);
        heard(SIGNALLED, 1);
        peer.aim(STRANGER, null, false, SECOND);

        assertThat(heard(STRANGER, SECOND)).isTrue();
        assertThat(heard(SIGNALLED, 2 * SECOND)).isTrue();
        assertThat(heard(SPRAYER, 2 * SECOND)).isFalse();
        assertThat(peer.destination()).isEqualTo(STRANGER);
        assertThat(heard(SIGNALLED, 5 * SECOND)).isFalse();
    }

    @Test
    void media_goes_to_a_stranger_only_when_the_signalled_source_has_let_its_time_pass() {
        peer.aim(SIGNALLED, null, false, 0);

        assertThat(heardTimes(STRANGER, 5, 0)).isOne();
        assertThat(peer.destination()).isEqualTo(SIGNALLED);
        heard(STRANGER, 3 * SECOND);
        assertThat(peer.destination()).isEqualTo(STRANGER);
    }

    @Test
    void after_its_time_no_stranger_is_learned_but_a_known_host_is() {
        peer.aim(SIGNALLED, null, false, 0);

        assertThat(heardTimes(SPRAYER, 50, 4 * SECOND)).isZero();
        assertThat(peer.isLearning()).isFalse();
        assertThat(heardTimes(SAME_HOST, 5, 4 * SECOND)).isEqualTo(3);
        assertThat(heardTimes(SPRAYER, 50, 5 * SECOND)).isZero();
        assertThat(peer.destination()).isEqualTo(SAME_HOST);
    }

    @Test
    void the_answer_gives_an_unheard_offerer_his_time_anew() {
        peer.aim(at("10.0.0.7", 4_000), null, false, 0);

        peer.expect(20 * SECOND);

        assertThat(heardTimes(STRANGER, 10, 20 * SECOND)).isEqualTo(6);
    }

    @Test
    void rtcp_proves_nothing_on_a_port_for_rtp() {
        peer.aim(SIGNALLED, null, false, 0);

        for (int i = 0; i < 20; i++) {
            assertThat(peer.acceptsBeside(SAME_HOST, i)).isFalse();
        }
        assertThat(peer.acceptsBeside(SIGNALLED, 20)).isTrue();
        assertThat(peer.believed()).isNull();
    }

    @Test
    void on_its_own_port_rtcp_is_believed_from_where_the_rtp_comes() {
        var rtcp = new LatchedPeer(3 * SECOND, peer);
        peer.aim(at("10.0.0.7", 4_000), null, false, 0);
        rtcp.aim(at("10.0.0.7", 4_001), null, false, 0);
        InetSocketAddress control = at("203.0.113.9", 5_001);

        assertThat(rtcp.accepts(control, 7, -1, 0)).isFalse();
        assertThat(rtcp.accepts(SPRAYER, 7, -1, 0)).isFalse();
        heardTimes(STRANGER, 5, 0);

        assertThat(rtcp.accepts(SPRAYER, 7, -1, 1)).isFalse();
        assertThat(rtcp.accepts(control, 7, -1, 1)).isTrue();
        assertThat(peer.believed()).isEqualTo(STRANGER);
    }

    @Test
    void the_same_address_again_changes_nothing() {
        peer.aim(SIGNALLED, null, false, 0);
        heardTimes(SAME_HOST, 3, 0);

        peer.aim(SIGNALLED, null, false, 0);

        assertThat(peer.destination()).isEqualTo(SAME_HOST);
    }

    @Test
    void an_asymmetric_party_is_heard_from_elsewhere_and_gets_its_media_where_it_said() {
        peer.follow(Set.of(Trait.ASYMMETRIC));
        peer.aim(SIGNALLED, null, false, 0);

        assertThat(heardTimes(SAME_HOST, 5, 0)).isEqualTo(3);
        assertThat(heardTimes(SPRAYER, 20, 4 * SECOND)).isZero();

        assertThat(peer.destination()).isEqualTo(SIGNALLED);
        peer.follow(Set.of());
        assertThat(peer.destination()).isEqualTo(SIGNALLED);
        peer.follow(Set.of(Trait.SYMMETRIC));
        assertThat(peer.destination()).isEqualTo(SAME_HOST);
    }

    @Test
    void with_handover_a_party_moves_when_it_is_silent_where_it_was() {
        peer.follow(Set.of(Trait.HANDOVER));
        peer.aim(SIGNALLED, null, false, 0);
        heard(SIGNALLED, 0);

        assertThat(heardTimes(STRANGER, 10, 20 * SECOND)).isEqualTo(6);
        assertThat(peer.destination()).isEqualTo(STRANGER);
        assertThat(heardTimes(SIGNALLED, 4, 21 * SECOND)).isZero();
    }

    @Test
    void with_handover_nobody_takes_over_from_a_party_that_speaks() {
        peer.follow(Set.of(Trait.HANDOVER));
        peer.aim(SIGNALLED, null, false, 0);
        heard(SIGNALLED, 0);

        for (int i = 0; i < 50; i++) {
            assertThat(heardTimes(SPRAYER, 4, 20 * SECOND + i)).isZero();
            assertThat(heard(SIGNALLED, 20 * SECOND + i)).isTrue();
        }
        assertThat(peer.destination()).isEqualTo(SIGNALLED);
    }

    @Test
    void a_strict_source_takes_handover_back() {
        peer.follow(Set.of(Trait.HANDOVER));
        peer.aim(SIGNALLED, null, false, 0);
        heard(SIGNALLED, 0);

        peer.follow(Set.of(Trait.STRICT_SOURCE));

        assertThat(heardTimes(STRANGER, 50, 20 * SECOND)).isZero();
    }

    @Test
    void rtcp_moves_with_the_rtp_and_not_before() {
        var rtcp = new LatchedPeer(3 * SECOND, peer);
        for (LatchedPeer one : List.of(peer, rtcp)) {
            one.follow(Set.of(Trait.HANDOVER));
        }
        peer.aim(SIGNALLED, null, false, 0);
        rtcp.aim(at("192.0.2.7", 4_001), null, false, 0);
        heard(SIGNALLED, 0);
        assertThat(rtcp.accepts(at("192.0.2.7", 4_001), 7, -1, 0)).isTrue();
        InetSocketAddress moved = at("203.0.113.9", 5_001);

        assertThat(rtcp.accepts(moved, 7, -1, 20 * SECOND)).isFalse();
        heardTimes(STRANGER, 5, 20 * SECOND);

        assertThat(rtcp.accepts(moved, 7, -1, 20 * SECOND)).isTrue();
        assertThat(rtcp.destination()).isEqualTo(moved);
    }

    @Test
    void on_hold_nothing_is_sent_and_nothing_forgotten() {
        peer.aim(SIGNALLED, null, false, 0);
        heardTimes(SAME_HOST, 3, 0);

        peer.aim(null, null, true, 0);
        assertThat(peer.destination()).isNull();

        peer.aim(SIGNALLED, null, false, 0);
        assertThat(peer.destination()).isEqualTo(SAME_HOST);
    }

    private int heardTimes(InetSocketAddress source, int times, long from) {
        int accepted = 0;
        for (int i = 0; i < times; i++) {
            accepted += heard(source, from + i) ? 1 : 0;
        }
        return accepted;
    }

    private boolean heard(InetSocketAddress source, long now) {
        sequence = (sequence + 1) & 0xFFFF;
        return peer.accepts(source, 7, sequence, now);
    }

    private static InetSocketAddress at(String host, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }
}
