package io.tapedeck.capture.media;

/**
 * Ports to relay on, such as {@code 30000-39999}. Used in pairs: RTP on the even port, RTCP on the next (RFC 3550, 11).
 *
 * @param first even
 * @param last inclusive
 */
record PortRange(int first, int last) {

    private static final int HIGHEST = 65_535;

    PortRange {
        if (first < 1 || last > HIGHEST || last < first + 1) {
            throw new IllegalArgumentException("no port pair in " + first + "-" + last);
        }
        first += first % 2;
    }

    static PortRange parse(String text) {
        String[] ends = text.split("-", -1);
        try {
            if (ends.length == 2) {
                return new PortRange(Integer.parseInt(ends[0].strip()), Integer.parseInt(ends[1].strip()));
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a port range: " + text, e);
        }
        throw new IllegalArgumentException("not a port range: " + text);
    }

    int pairs() {
        return (last - first + 1) / 2;
    }
}
