package io.tapedeck.gateway.catalogue;

import io.tapedeck.contracts.TenantId;
import io.tapedeck.gateway.paging.PageRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a list of calls or recordings is narrowed to; null means everything.
 *
 * @param from earliest start, inclusive
 * @param to latest start, exclusive
 * @param party exact number of either side, as it is written in the call
 * @param partyContains a part of such a number
 */
public record Question(
        PageRequest page,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String party,
        @Nullable String partyContains,
        @Nullable TenantId tenant) {}
