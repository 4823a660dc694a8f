package io.tapedeck.acceptance;

import io.tapedeck.testkit.rtp.VideoPackets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;

/**
 * A second of H.264 that begins with a whole picture, so that it may be shown again and again.
 *
 * @param pictures each as RTP payloads (RFC 6184)
 */
record Film(List<List<byte[]>> pictures) {

    static final int PER_SECOND = 10;

    private static final int LONGEST_PAYLOAD = 1_100;
    private static final int TYPE_BITS = 0x1F;
    private static final int SLICE = 1;
    private static final int SLICE_OF_WHOLE_PICTURE = 5;

    /** Bytes of a payload that no other one has. */
    private static final int UNIQUE = 40;

    /** @param pattern one of FFmpeg's moving sources, such as {@code testsrc} */
    static Film of(String pattern) {
        try {
            String what = "-nostdin -v error -f lavfi -i " + pattern + "=size=320x240:rate=" + PER_SECOND;
            String into = " -frames:v " + PER_SECOND + " -c:v libopenh264 -g " + PER_SECOND + " -b:v 400k -f h264 -";
            var command = new ArrayList<String>();
            command.add(Loader.load(org.bytedeco.ffmpeg.ffmpeg.class));
            command.addAll(List.of((what + into).split(" ", -1)));
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new Film(pictures(process.getInputStream().readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<List<byte[]>> pictures(byte[] stream) {
        var pictures = new ArrayList<List<byte[]>>();
        var picture = new ByteArrayOutputStream();
        for (byte[] unit : VideoPackets.units(stream)) {
            picture.writeBytes(new byte[] {0, 0, 0, 1});
            picture.writeBytes(unit);
            int type = unit[0] & TYPE_BITS;
            if (type == SLICE || type == SLICE_OF_WHOLE_PICTURE) {
                pictures.add(VideoPackets.h264(picture.toByteArray(), LONGEST_PAYLOAD));
                picture.reset();
            }
        }
        return pictures;
    }

    /** Whether anything of it stands in a file. */
    boolean isIn(String raw) {
        return pictures.stream().flatMap(List::stream).anyMatch(payload -> isIn(raw, payload));
    }

    private static boolean isIn(String raw, byte[] payload) {
        int from = payload.length / 2;
        int length = Math.min(UNIQUE, payload.length - from);
        // what is short may be in every film, as parameter sets are
        return length == UNIQUE && raw.contains(new String(payload, from, length, StandardCharsets.ISO_8859_1));
    }
}
