package io.tapedeck.capture.control;

import java.util.Locale;
import java.util.Map;

/**
 * What one HTTP request says.
 *
 * @param fault the status it deserves by its form alone; 0 for none
 * @param headers by lower-case name
 */
@SuppressWarnings("ArrayRecordComponent") // two requests are never compared
record HttpRequest(int fault, String method, String path, Map<String, String> headers, byte[] body) {

    private static final byte[] NOTHING = {};

    static HttpRequest faulty(int status) {
        return new HttpRequest(status, "", "", Map.of(), NOTHING);
    }

    boolean keepsAlive() {
        return fault == 0
                && !headers.getOrDefault("connection", "")
                        .toLowerCase(Locale.ROOT)
                        .contains("close");
    }

    boolean fromBrowser() {
        return headers.containsKey("origin");
    }
}
