package io.tapedeck.standalone.platform;

import java.nio.file.Path;

/**
 * What a standalone platform needs to know.
 *
 * @param data folder for everything that survives a restart
 * @param mediaAddress the address that stands in SDP for phones to send their media to
 */
public record PlatformSettings(Path data, PlatformPorts ports, String mediaAddress) {

    public Path logFile() {
        return data.resolve("logs").resolve("tapedeck.log");
    }
}
