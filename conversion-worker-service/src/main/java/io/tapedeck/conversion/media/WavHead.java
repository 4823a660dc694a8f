package io.tapedeck.conversion.media;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The head and the tail of a WAV file of 16-bit linear PCM. What does not fit into 32 bits makes it an RF64 file (EBU Tech 3306).
 * All numbers are little endian.
 *
 * <pre>
 *  0 "RIFF"  4 size of the rest  8 "WAVE"          or  0 "RF64"  4 -1
 * 12 "JUNK" 16 28  20 28 times zero               or 12 "ds64" 16 28  20 size of the rest  28 size of the data  36 frames  44 0
 * 48 "fmt " 52 16  56 1 (PCM)  58 channels  60 frames/s  64 bytes/s  68 bytes per frame  70 bits per sample
 * 72 "data" 76 size of the data                   or -1
 * 80 frames, left before right
 * at last "LIST", size, "INFO", and name, size and text of each entry
 * </pre>
 *
 * Where the length is known beforehand, and not too long, the chunk at 12 is left out and everything stands 36 bytes further
 * ahead, as the oldest readers expect it.
 */
final class WavHead {

    private static final int BYTES_PER_SAMPLE = 2;
    private static final int RESERVED = 28;
    private static final int CHUNK = 8;
    private static final int FORMAT = 16;
    private static final int ROOM = 80;

    private final MediaProperties properties;
    private final long limit;
    private final boolean reserve;
    private final byte[] tail;

    /**
     * @param data bytes of sound, 0 when that is not known
     * @param limit the largest size that is written in the old way
     */
    WavHead(MediaProperties properties, long data, long limit) {
        this.properties = properties;
        this.limit = limit;
        this.tail = info(properties.tags());
        this.reserve = data == 0 || data + ROOM + tail.length > limit;
    }

    /** The head of a file with so much sound; its length is always the same. */
    byte[] head(long data) {
        int length = reserve ? ROOM : ROOM - CHUNK - RESERVED;
        long rest = length - CHUNK + data + tail.length;
        boolean large = rest > limit;
        ByteBuffer head = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        head.put(ascii(large ? "RF64" : "RIFF")).putInt(large ? -1 : (int) rest).put(ascii("WAVE"));
        if (reserve) {
            reserved(head, large, rest, data);
        }
        format(head);
        return head.put(ascii("data")).putInt(large ? -1 : (int) data).array();
    }

    /** What stands behind the sound. */
    byte[] tail() {
        return tail;
    }

    private void reserved(ByteBuffer head, boolean large, long rest, long data) {
        head.put(ascii(large ? "ds64" : "JUNK")).putInt(RESERVED);
        head.putLong(large ? rest : 0).putLong(large ? data : 0);
        head.putLong(large ? data / frame() : 0).putInt(0);
    }

    private void format(ByteBuffer head) {
        int rate = properties.sampleRateHertz();
        head.put(ascii("fmt ")).putInt(FORMAT).putShort((short) 1).putShort((short) properties.channels());
        head.putInt(rate).putInt(rate * frame()).putShort((short) frame()).putShort((short) Short.SIZE);
    }

    private int frame() {
        return properties.channels() * BYTES_PER_SAMPLE;
    }

    private static byte[] info(MediaTags tags) {
        var entries = new ByteArrayOutputStream();
        entry(entries, "INAM", tags.title());
        entry(entries, "ICRD", tags.date());
        entry(entries, "ISBJ", tags.session());
        entry(entries, "ICMT", tags.comment());
        ByteBuffer list = ByteBuffer.allocate(CHUNK + 4 + entries.size()).order(ByteOrder.LITTLE_ENDIAN);
        return list.put(ascii("LIST"))
                .putInt(4 + entries.size())
                .put(ascii("INFO"))
                .put(entries.toByteArray())
                .array();
    }

    /** The text ends with a zero, and every entry on an even place. */
    private static void entry(ByteArrayOutputStream entries, String name, String text) {
        if (text.isEmpty()) {
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int size = bytes.length + 1;
        ByteBuffer entry = ByteBuffer.allocate(CHUNK + size + size % 2).order(ByteOrder.LITTLE_ENDIAN);
        entries.writeBytes(entry.put(ascii(name)).putInt(size).put(bytes).array());
    }

    private static byte[] ascii(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
