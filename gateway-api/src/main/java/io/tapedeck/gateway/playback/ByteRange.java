package io.tapedeck.gateway.playback;

/**
 * A part of a file.
 *
 * @param first offset of the first byte
 * @param last offset of the last byte, inclusive
 */
record ByteRange(long first, long last) {

    long length() {
        return last - first + 1;
    }

    /** Value of {@code Content-Range}, RFC 9110 section 14.4. */
    String contentRange(long size) {
        return "bytes " + first + "-" + last + "/" + size;
    }
}
