package io.tapedeck.conversion.sound;

/**
 * The ear's filter of ITU-R BS.1770-4, annex 1: a shelf that lifts what the head lifts, then a high pass. The standard gives
 * coefficients for 48 kHz; these are made for any rate from the analogue filters behind them. One channel, one thread.
 */
final class KWeighting {

    private static final double SHELF_HERTZ = 1_681.974450955533;
    private static final double SHELF_DECIBELS = 3.999843853973347;
    private static final double SHELF_Q = 0.7071752369554196;
    private static final double SHELF_BAND_EXPONENT = 0.4996667741545416;
    private static final double HIGH_PASS_HERTZ = 38.13547087602444;
    private static final double HIGH_PASS_Q = 0.5003270373238773;

    /** Below that the states are silence; numbers that die away much further are slow to compute with. */
    private static final double NOTHING = 1e-20;

    private static final double FULL_SCALE_ENERGY = 32_768.0 * 32_768.0;

    private final double b0;
    private final double b1;
    private final double b2;
    private final double a1;
    private final double a2;
    private final double c1;
    private final double c2;
    private double s1;
    private double s2;
    private double t1;
    private double t2;

    KWeighting(int rate) {
        double k = Math.tan(Math.PI * SHELF_HERTZ / rate);
        double high = Math.pow(10, SHELF_DECIBELS / 20);
        double band = Math.pow(high, SHELF_BAND_EXPONENT);
        double scale = 1 + k / SHELF_Q + k * k;
        b0 = (high + band * k / SHELF_Q + k * k) / scale;
        b1 = 2 * (k * k - high) / scale;
        b2 = (high - band * k / SHELF_Q + k * k) / scale;
        a1 = 2 * (k * k - 1) / scale;
        a2 = (1 - k / SHELF_Q + k * k) / scale;
        double h = Math.tan(Math.PI * HIGH_PASS_HERTZ / rate);
        double highPassScale = 1 + h / HIGH_PASS_Q + h * h;
        c1 = 2 * (h * h - 1) / highPassScale;
        c2 = (1 - h / HIGH_PASS_Q + h * h) / highPassScale;
    }

    /** The energy of the next samples behind the filter, full scale being 1. */
    double energy(short[] samples, int from, int count) {
        double u1 = s1; // in registers, where the loop is fast
        double u2 = s2;
        double v1 = t1;
        double v2 = t2;
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            double x = samples[i];
            double y = Math.fma(b0, x, u1);
            u1 = Math.fma(-a1, y, Math.fma(b1, x, u2));
            u2 = Math.fma(-a2, y, b2 * x);
            double z = y + v1;
            v1 = Math.fma(-c1, z, Math.fma(-2, y, v2));
            v2 = Math.fma(-c2, z, y);
            sum = Math.fma(z, z, sum);
        }
        keep(u1, u2, v1, v2);
        return sum / FULL_SCALE_ENERGY;
    }

    /**
     * The energy of two channels together. Each step of a filter waits for the one before; the steps of two channels do not wait
     * for each other, so that two take hardly longer than one.
     *
     * @param other has the same rate
     */
    double energy(KWeighting other, short[] samples, short[] others, int from, int count) {
        double u1 = s1;
        double u2 = s2;
        double v1 = t1;
        double v2 = t2;
        double p1 = other.s1;
        double p2 = other.s2;
        double q1 = other.t1;
        double q2 = other.t2;
        double sum = 0;
        double otherSum = 0;
        for (int i = from; i < from + count; i++) {
            double x = samples[i];
            double otherX = others[i];
            double y = Math.fma(b0, x, u1);
            double otherY = Math.fma(b0, otherX, p1);
            u1 = Math.fma(-a1, y, Math.fma(b1, x, u2));
            p1 = Math.fma(-a1, otherY, Math.fma(b1, otherX, p2));
            u2 = Math.fma(-a2, y, b2 * x);
            p2 = Math.fma(-a2, otherY, b2 * otherX);
            double z = y + v1;
            double otherZ = otherY + q1;
            v1 = Math.fma(-c1, z, Math.fma(-2, y, v2));
            q1 = Math.fma(-c1, otherZ, Math.fma(-2, otherY, q2));
            v2 = Math.fma(-c2, z, y);
            q2 = Math.fma(-c2, otherZ, otherY);
            sum = Math.fma(z, z, sum);
            otherSum = Math.fma(otherZ, otherZ, otherSum);
        }
        keep(u1, u2, v1, v2);
        other.keep(p1, p2, q1, q2);
        return (sum + otherSum) / FULL_SCALE_ENERGY;
    }

    private void keep(double u1, double u2, double v1, double v2) {
        boolean silent = Math.abs(u1) + Math.abs(u2) + Math.abs(v1) + Math.abs(v2) < NOTHING;
        s1 = silent ? 0 : u1;
        s2 = silent ? 0 : u2;
        t1 = silent ? 0 : v1;
        t2 = silent ? 0 : v2;
    }
}
