package io.tapedeck.proxy.recording;

/** An ng address, {@code host:port} or {@code [IPv6]:port}. */
record NodeAddress(String host, int port) {

    private static final int HIGHEST_PORT = 65_535;

    static NodeAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("a capture node is host:port, not " + text);
        }
        String host = text.substring(0, colon).replace("[", "").replace("]", "");
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (port > 0 && port <= HIGHEST_PORT) {
                return new NodeAddress(host, port);
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new IllegalArgumentException("a capture node is host:port, not " + text);
    }
}
