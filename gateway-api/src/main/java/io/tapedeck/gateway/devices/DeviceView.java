package io.tapedeck.gateway.devices;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tapedeck.contracts.directory.DirectoryEvent.Device;
import java.util.UUID;

/** A device as it is shown: without anything that could log in. */
@Schema(name = "Device")
record DeviceView(UUID id, UUID tenantId, UUID userId, String name, String username, boolean enabled) {

    static DeviceView of(Device device) {
        return new DeviceView(
                device.id().value(),
                device.tenantId().value(),
                device.userId().value(),
                device.name(),
                device.username(),
                device.enabled());
    }
}
