package io.tapedeck.gateway.trunks;

import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.TrunkId;
import io.tapedeck.contracts.directory.DirectoryEvent.Trunk;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where trunks are kept. Each change is told to the other services, sooner or later, in order. */
public interface Trunks {

    /**
     * @throws io.tapedeck.gateway.problem.Refusal 409 when the name is taken
     */
    void add(Trunk trunk);

    /**
     * @throws io.tapedeck.gateway.problem.Refusal as for {@link #add}
     */
    void replace(Trunk trunk);

    /** False when it was not there. */
    boolean remove(TrunkId id);

    Optional<Trunk> find(TrunkId id);

    /**
     * Trunks in the order of their ids, behind {@code after}.
     *
     * @param only narrows the list to those of one tenant; null for all
     */
    List<Trunk> list(@Nullable TenantId only, @Nullable UUID after, int limit);
}
