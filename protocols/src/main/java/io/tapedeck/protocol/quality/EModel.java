package io.tapedeck.protocol.quality;

/**
 * The E-model with the default values of ITU-T G.107 for everything but delay, codec and loss: {@code R = 93.2 - Id -
 * Ie,eff}. An estimate of what people would have said, not a measurement of what was heard.
 */
public final class EModel {

    /** Ro - Is with all default values (G.107, 7.7: "R = 93.2", a MOS of 4.41). */
    private static final double BEST = 93.2;

    /**
     * Delay from which conversation suffers. The two lines stand for G.107's Id with its default echo; from Cole and
     * Rosenbluth, "Voice over IP performance monitoring", ACM CCR 31(2), 2001, equation 2.
     */
    private static final double DELAY_KNEE_MILLIS = 177.3;

    /** What total loss makes of any codec: the 95 in Ie,eff (G.107, 7.5). */
    private static final double WORST_IMPAIRMENT = 95;

    private EModel() {}

    /**
     * The rating factor R, 0 to 93.2.
     *
     * @param delayMillis from mouth to ear
     * @param lossPercent 0 to 100, at random (BurstR = 1); beyond either end it counts as that end, and so does what is no
     *     number, because nothing of a stream's arithmetic may stop its relay
     */
    public static double rating(CodecImpairment codec, double delayMillis, double lossPercent) {
        double late = within(delayMillis, Integer.MAX_VALUE);
        double lost = within(lossPercent, 100);
        double delay = 0.024 * late + 0.11 * Math.max(0, late - DELAY_KNEE_MILLIS);
        double equipment = codec.ie() + (WORST_IMPAIRMENT - codec.ie()) * lost / (lost + codec.bpl());
        return Math.clamp(BEST - delay - equipment, 0, BEST);
    }

    private static double within(double value, double highest) {
        return value > 0 ? Math.min(value, highest) : 0; // NaN is not more than 0
    }

    /** Mean opinion score for R, 1 to 4.5 (G.107, Annex B). */
    public static double mos(double rating) {
        if (!(rating > 0)) {
            return 1; // nor is NaN
        }
        if (rating >= 100) {
            return 4.5;
        }
        // the cubic dips below 1 for the smallest R
        return Math.max(1, 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6);
    }
}
