package io.tapedeck.capture.control;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** The requests of one connection that nobody answered yet, by their cookies: a controller may end its side before. */
final class OwedReplies {

    private final Set<String> cookies = new HashSet<>();

    // The monitor guards the cookies: the reader of the connection adds, workers remove, the reader waits at the end.

    synchronized void expect(String cookie) {
        cookies.add(cookie);
    }

    /** @param datagram a reply; an event has a cookie that nobody asked with */
    synchronized void given(byte[] datagram) {
        cookies.remove(cookieOf(datagram));
        if (cookies.isEmpty()) {
            notifyAll();
        }
    }

    private static String cookieOf(byte[] datagram) {
        int end = 0;
        while (end < datagram.length && datagram[end] != ' ') {
            end++;
        }
        return new String(datagram, 0, end, StandardCharsets.ISO_8859_1);
    }

    /** Until all are given, or the time is over. */
    synchronized void await(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        for (long left = limit.toMillis(); !cookies.isEmpty() && left > 0; ) {
            wait(left);
            left = (deadline - System.nanoTime()) / 1_000_000;
        }
    }
}
