package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.PromptLanguage;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a caller is asked before a call is placed: whether these owners get their recordings of it.
 *
 * @param recordUnanswered what holds when the caller says nothing, or cannot be asked
 */
public record Question(Set<Owner> owners, PromptLanguage language, boolean recordUnanswered) {

    public Question {
        owners = Set.copyOf(owners);
        if (owners.isEmpty()) {
            throw new IllegalArgumentException("nothing depends on the answer");
        }
    }

    /** Whether that recording depends on the answer. */
    public boolean isAbout(Decision.Grant grant) {
        return owners.contains(Owner.of(grant));
    }

    /**
     * Whose a recording is.
     *
     * @param user null for the tenant as a whole
     */
    public record Owner(TenantId tenant, @Nullable UserId user) {

        public static Owner of(RecordingOrder order) {
            return new Owner(order.tenantId(), order.userId());
        }

        static Owner of(Decision.Grant grant) {
            return new Owner(grant.tenant(), grant.owner());
        }
    }
}
