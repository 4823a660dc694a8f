package io.tapedeck.protocol.quality;

/**
 * The E-model with the default values of ITU-T G.107 for everything but delay, codec and loss: {@code R = 93.2 - Id -
 * Ie,eff}. An estimate of what people would have said, not a measurement of what was heard.
 */
public final class EModel {

    /** Ro - Is with the default values of G.107, table 2. */
    private static final double BEST = 93.2;

    /** Delay from which conversation suffers; Cole and Rosenbluth's reading of G.107's Id. */
    private static final double DELAY_KNEE_MILLIS = 177.3;

    /** Worst Ie,eff (G.107, 7.2.4). */
    private static final double WORST_IMPAIRMENT = 95;

    private EModel() {}

    /**
     * The rating factor R, 0 to 93.2.
     *
     * @param delayMillis from mouth to ear
     * @param lossPercent 0 to 100, at random (BurstR = 1)
     */
    public static double rating(CodecImpairment codec, double delayMillis, double lossPercent) {
        double beyondKnee = Math.max(0, delayMillis - DELAY_KNEE_MILLIS);
        double delay = 0.024 * delayMillis + 0.11 * beyondKnee;
        double equipment = codec.ie() + (WORST_IMPAIRMENT - codec.ie()) * lossPercent / (lossPercent + codec.bpl());
        return Math.clamp(BEST - delay - equipment, 0, BEST);
    }

    /** Mean opinion score for R, 1 to 4.5 (G.107, Annex B). */
    public static double mos(double rating) {
        if (rating <= 0) {
            return 1;
        }
        if (rating >= 100) {
            return 4.5;
        }
        // the cubic dips below 1 for the smallest R
        return Math.max(1, 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6);
    }
}
