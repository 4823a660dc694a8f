package io.tapedeck.gateway.devices;

import io.tapedeck.contracts.DeviceId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.DirectoryEvent.Device;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where devices are kept. Each change is told to the other services, sooner or later, in order. */
public interface Devices {

    /**
     * @throws io.tapedeck.gateway.problem.Refusal 404 when the user is not there, 409 when the user name is taken
     */
    void add(Device device);

    /**
     * @throws io.tapedeck.gateway.problem.Refusal as for {@link #add}
     */
    void replace(Device device);

    /** False when it was not there. */
    boolean remove(DeviceId id);

    Optional<Device> find(DeviceId id);

    /** Devices of a tenant in the order of their ids, behind {@code after}. */
    List<Device> list(TenantId tenant, @Nullable UUID after, int limit);

    /** Devices of a user in the order of their ids, behind {@code after}. */
    List<Device> list(UserId user, @Nullable UUID after, int limit);
}
