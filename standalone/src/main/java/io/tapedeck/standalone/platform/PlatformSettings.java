package io.tapedeck.standalone.platform;

import java.nio.file.Path;

/**
 * What a standalone platform needs to know.
 *
 * @param data folder for everything that survives a restart
 * @param mediaAddress the address that stands in SDP for phones to send their media to
 * @param workerInside whether the conversion worker runs in this process too, where a crash of native code ends them all
 */
public record PlatformSettings(Path data, PlatformPorts ports, String mediaAddress, boolean workerInside) {

    public PlatformSettings(Path data, PlatformPorts ports, String mediaAddress) {
        this(data, ports, mediaAddress, false);
    }

    public PlatformSettings withWorkerInside() {
        return new PlatformSettings(data, ports, mediaAddress, true);
    }

    public Path logFile() {
        return data.resolve("logs").resolve("tapedeck.log");
    }
}
