package io.tapedeck.gateway.selfcare;

import io.tapedeck.contracts.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where tenants keep what their users may change. */
public interface EditableStore {

    /** {@link Editable#NOTHING} while nothing was ever set. */
    Editable find(TenantId tenant);

    /**
     * @param expected the version that is to be replaced; null for whatever is there
     * @throws io.tapedeck.gateway.problem.Refusal 412 when another version is there
     */
    Editable replace(TenantId tenant, List<String> editable, @Nullable Long expected, String changedBy);
}
