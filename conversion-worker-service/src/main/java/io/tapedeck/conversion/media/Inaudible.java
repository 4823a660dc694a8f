package io.tapedeck.conversion.media;

import io.tapedeck.contracts.recordings.FailureCode;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.job.MediaPlan;
import io.tapedeck.conversion.timeline.TimelineReport;
import org.jspecify.annotations.Nullable;

/** When a file would be of the right length and yet of no use to anybody: nothing of the call reached it. */
final class Inaudible {

    private Inaudible() {}

    /** Null when all is well; silence is well, where the phones sent silence. */
    static @Nullable JobFailure failure(MediaPlan plan, TimelineReport met) {
        if (met.nothingDecodable()) {
            return met.encrypted() ? encrypted(met) : unsupported(met);
        }
        if (met.nothingUnderstood()) {
            return rejected(met);
        }
        return met.packets() == 0 && plan.hears() ? noMedia() : null;
    }

    private static JobFailure noMedia() {
        return JobFailure.of(
                FailureCode.NO_MEDIA,
                "The capture has no packet of sound (RTP), at most control packets (RTCP). Do the phones' packets reach the"
                        + " recorder? Look at NAT, firewalls and the addresses in the call's SDP.");
    }

    private static JobFailure rejected(TimelineReport met) {
        return JobFailure.of(
                FailureCode.MEDIA_UNDECODABLE,
                "The decoder could make nothing of any of the " + met.rejected()
                        + " packets of sound. The raw capture is kept: it shows whether the phone or the decoder is wrong;"
                        + " then convert again.");
    }

    private static JobFailure encrypted(TimelineReport met) {
        return JobFailure.of(
                FailureCode.CODEC_UNSUPPORTED,
                "The call was encrypted (" + String.join(", ", met.unknownCodecs())
                        + ") and cannot be decoded. Have the phones or the PBX use plain RTP on recorded lines.");
    }

    private static JobFailure unsupported(TimelineReport met) {
        return JobFailure.of(
                FailureCode.CODEC_UNSUPPORTED,
                "Nothing of the call can be decoded: the phones spoke " + String.join(" and ", met.unknownCodecs())
                        + ". Take it out of the order of codecs that is offered, or convert again with a version that"
                        + " knows it.");
    }
}
