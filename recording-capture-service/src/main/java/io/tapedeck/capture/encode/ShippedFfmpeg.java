package io.tapedeck.capture.encode;

import io.tapedeck.capture.encode.EncodeException.Fault;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;

/**
 * The executable inside the library's jar. Unpacked once into the cache of the presets ({@code ~/.javacpp}, or
 * {@code -Dorg.bytedeco.javacpp.cachedir}); nothing of it is loaded into this process.
 */
final class ShippedFfmpeg {

    private ShippedFfmpeg() {}

    /** Takes a third of a second the first time, and some milliseconds to look whether it is there from then on. */
    static String unpacked() throws EncodeException {
        String platform = Loader.getPlatform();
        URL folder = ffmpeg.class.getResource(platform + "/");
        if (folder == null) {
            throw new EncodeException(Fault.PROGRAM, "FFmpeg for " + platform + " is not part of this installation");
        }
        try {
            File unpacked = Loader.cacheResource(folder);
            var program = new File(unpacked, "ffmpeg");
            if (!program.canExecute() && !program.setExecutable(true)) {
                throw new EncodeException(Fault.PROGRAM, "FFmpeg may not be run from " + unpacked);
            }
            return program.getPath();
        } catch (IOException e) {
            throw new EncodeException(Fault.PROGRAM, "FFmpeg cannot be unpacked: " + e.getMessage());
        }
    }
}
