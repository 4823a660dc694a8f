package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.directory.CodecRules;
import org.jspecify.annotations.Nullable;

/** Says which codecs an offer and its answer may have, and which come first. */
@FunctionalInterface
public interface CodecChoice {

    /** Everything passes as the phones say it. */
    CodecChoice FREE = (_, _, _) -> null;

    /**
     * @param tenant whose call it is
     * @param offering who sends the offer
     * @return null where nothing is said
     */
    @Nullable
    CodecRules of(TenantId tenant, Party offering, Party other);
}
