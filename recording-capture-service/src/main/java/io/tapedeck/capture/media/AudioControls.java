package io.tapedeck.capture.media;

import io.tapedeck.capture.session.CallEvent.DigitPressed;
import io.tapedeck.capture.session.MediaControls;
import io.tapedeck.capture.session.Playback;
import io.tapedeck.capture.session.Restrictions;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.contracts.captures.PressedKey.Source;
import io.tapedeck.protocol.rtp.ClockRate;
import io.tapedeck.protocol.rtp.KeyPressTracker.KeyPress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Reaches into the ports of one call; each method does its work on the loop. */
final class AudioControls implements MediaControls {

    private final RelayedMedia call;
    private final UdpRelay relay;
    private final RelayLoop loop;
    /** Parties whose sound is listened to for keys. This one and the next are the loop's. */
    private final Set<Side> detecting = EnumSet.noneOf(Side.class);

    private final Map<Side, Restrictions> restricted = new EnumMap<>(Side.class);

    AudioControls(RelayedMedia call, UdpRelay relay, RelayLoop loop) {
        this.call = call;
        this.relay = relay;
        this.loop = loop;
    }

    @Override
    public void agree(Side sender, int mediaIndex, List<PayloadFormat> payloads) {
        loop.tellAhead(() -> {
            MediaPort port = call.port(sender, mediaIndex);
            if (port != null) {
                inflowOf(port).agree(payloads);
                if (detecting.contains(sender)) {
                    tonesOf(port).agree(payloads);
                }
            }
        });
    }

    @Override
    public void detect(Side sender) {
        loop.tellAhead(() -> detecting.add(sender));
    }

    @Override
    public Optional<Duration> silentFor(Side sender) {
        return loop.ask(() -> {
            Optional<Duration> silent = Optional.empty();
            for (MediaPort port : call.ports()) {
                if (port.key.side() == sender && port.tones != null) {
                    silent = Optional.of(Duration.ofNanos(System.nanoTime() - port.tones.spokenNanos()));
                }
            }
            return silent;
        });
    }

    private InbandKeys tonesOf(MediaPort port) {
        InbandKeys tones = port.tones;
        if (tones == null) {
            tones = new InbandKeys((press, clockHertz) -> tell(port.key.side(), press, clockHertz, Source.SOUND));
            tones.block(port.encryption == null && restrictions(port.key.side()).digits());
            port.tones = tones;
        }
        return tones;
    }

    private Restrictions restrictions(Side sender) {
        return restricted.getOrDefault(sender, Restrictions.NONE);
    }

    private Inflow inflowOf(MediaPort port) {
        Inflow inflow = port.inflow;
        if (inflow == null) {
            inflow = new Inflow((press, clockHertz) -> tell(port.key.side(), press, clockHertz, Source.RTP));
            port.inflow = inflow;
        }
        return inflow;
    }

    private void tell(Side side, KeyPress press, int clockHertz, Source source) {
        relay.tell(at -> new DigitPressed(
                call.callId(),
                at,
                side,
                press.digit(),
                new ClockRate(clockHertz).durationOf(press.ticks()),
                press.volume(),
                source,
                !restrictions(side).isNone()));
    }

    /** @return what leaves towards the party that sends to this port; there from now on */
    private Outflow outflowOf(MediaPort port) {
        Outflow outflow = port.outflow;
        if (outflow == null) {
            MediaPort other = port.rtpOut;
            Inflow heard = other == null ? null : other.inflow;
            outflow = new Outflow(port, loop, relay.plays(), heard, ThreadLocalRandom.current());
            port.outflow = outflow;
            if (other != null && other.rtcpOut != null) {
                other.rtcpOut.outflow = outflow; // reports about the stream have to follow
            }
        }
        return outflow;
    }

    @Override
    public void restrict(Side sender, Restrictions restrictions) {
        loop.ask(() -> {
            restricted.put(sender, restrictions);
            for (MediaPort port : call.ports()) {
                if (port.key.side() == sender && port.isRtpPort() && port.carriesRtp) {
                    restrict(port, restrictions);
                }
            }
            return true;
        });
    }

    private void restrict(MediaPort port, Restrictions wanted) {
        if (port.rtpOut != null && port.encryption == null) {
            outflowOf(port.rtpOut); // takes over the numbers before the first packet is missing
        }
        inflowOf(port).restrict(wanted);
        if (port.tones != null) {
            port.tones.block(port.encryption == null && wanted.digits());
        }
    }

    /** Loop thread. What came as SRTP comes as RTP from now on, so what is kept from others can be cut out of it again. */
    void becamePlain(MediaPort port) {
        Restrictions wanted = restrictions(port.key.side());
        if (!wanted.isNone()) {
            // SRTP was never renumbered: its numbers are those that were heard
            inflowOf(port).restrict(Restrictions.NONE);
            restrict(port, wanted);
        }
    }

    @Override
    public OptionalInt heard(Side listener, int mediaIndex) {
        return loop.ask(() -> {
            MediaPort port = call.port(listener, mediaIndex);
            Inflow inflow = port == null || port.rtpOut == null ? null : port.rtpOut.inflow;
            return inflow == null || !inflow.hasBegun() ? OptionalInt.empty() : OptionalInt.of(inflow.payloadType());
        });
    }

    @Override
    public boolean play(Side listener, int mediaIndex, Playback playback) {
        return loop.ask(() -> {
            MediaPort port = call.port(listener, mediaIndex);
            return port == null || outflowOf(port).play(playback);
        });
    }

    @Override
    public boolean press(Side listener, int mediaIndex, Playback key, Duration pause) {
        return loop.ask(() -> {
            MediaPort port = call.port(listener, mediaIndex);
            return port == null || outflowOf(port).press(key, pause);
        });
    }

    @Override
    public Optional<Duration> stop(Side listener) {
        return loop.ask(() -> {
            Optional<Duration> position = Optional.empty();
            for (MediaPort port : call.ports()) {
                if (port.key.side() == listener && port.isRtpPort() && port.outflow != null) {
                    position = position.or(port.outflow::stop);
                }
            }
            return position;
        });
    }

    /** Loop thread. */
    void close() {
        call.ports().forEach(AudioControls::end);
    }

    /** Loop thread. The port is about to be closed. */
    static void end(MediaPort port) {
        if (port.outflow != null) {
            port.outflow.close();
        }
    }
}
