package io.tapedeck.capture.media;

import io.tapedeck.protocol.rtp.RtcpReports;
import java.nio.ByteBuffer;

/** Takes from a party's RTCP what it says about both streams of a line. Loop thread only; one for all ports. */
final class ReportReader implements RtcpReports.Reader {

    private RtpMeter own = new RtpMeter();
    private RtpMeter other = own;
    private long now;

    void read(MediaPort port, ByteBuffer memory, int start, int length, long nanoTime) {
        MediaPort opposite = port.rtpOut;
        MediaPort same = opposite == null ? null : opposite.rtpOut;
        if (opposite != null && same != null) {
            own = same.meter.rtp();
            other = opposite.meter.rtp();
            now = nanoTime;
            boolean _ = RtcpReports.read(memory, start, length, this); // a damaged one goes on all the same
        }
    }

    @Override
    public void sent(int ssrc, int ntpMiddle) {
        if (ssrc == own.ssrc()) {
            own.reports().sent(ntpMiddle, now);
        }
    }

    @Override
    public void received(int ssrc, int fractionLost, int cumulativeLost, int jitter, int lastReport, int delay) {
        if (ssrc == other.ssrc()) {
            other.reports().received(own.reports(), fractionLost, lastReport, delay, now);
        }
    }
}
