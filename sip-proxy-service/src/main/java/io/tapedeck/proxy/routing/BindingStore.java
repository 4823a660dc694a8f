package io.tapedeck.proxy.routing;

import io.tapedeck.contracts.DeviceId;
import java.util.List;

/** Remembers bindings between two runs of the proxy, so that a restart does not cost anybody a call. */
public interface BindingStore {

    /** All bindings that were stored last; expired ones may be among them. */
    List<Binding> load();

    /**
     * Replaces what is known of the device. A failure is the store's to report: registration goes on in memory.
     *
     * @param bindings empty when the device is gone
     */
    void replace(DeviceId device, List<Binding> bindings);
}
