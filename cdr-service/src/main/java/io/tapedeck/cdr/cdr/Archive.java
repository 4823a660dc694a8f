package io.tapedeck.cdr.cdr;

import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.cdrs.RecordingState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What can be asked of the ledger. Lists are newest first and stable while new entries come in. */
public interface Archive {

    /** CDRs by start time. The dossiers come without captures and awaited orders. */
    Page<Dossier> cdrs(CdrFilter filter, @Nullable Cursor after, int limit);

    /** The CDR of a session, as in {@link #cdrs}; empty while no call is known. */
    Optional<Dossier> cdr(SessionId id);

    Page<CatalogueEntry> recordings(RecordingFilter filter, @Nullable Cursor after, int limit);

    Optional<CatalogueEntry> recording(RecordingId id);

    /** CDRs of calls that go on. */
    long inProgress();

    /**
     * @param next where the following page begins; null on the last one
     */
    record Page<T>(List<T> items, @Nullable Cursor next) {

        public Page {
            items = List.copyOf(items);
        }
    }

    /** The last entry that was seen, by what lists are ordered by. */
    record Cursor(Instant time, UUID id) {}

    /**
     * Everything that is null matches all.
     *
     * @param from the call started at this time or later
     * @param to the call started before this time
     * @param party number of the caller, the callee, the dialled number or a target, as it is written
     * @param partyContains a part of such a number, of at least {@link #SHORTEST_PART} characters; case does not matter
     */
    record CdrFilter(
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String party,
            @Nullable String partyContains,
            @Nullable TenantId tenantId) {

        public CdrFilter {
            requireLongEnough(partyContains);
        }

        public CdrFilter(
                @Nullable Instant from, @Nullable Instant to, @Nullable String party, @Nullable TenantId tenantId) {
            this(from, to, party, null, tenantId);
        }
    }

    /** What the index has: with less, every call would be looked at. */
    int SHORTEST_PART = 3;

    private static void requireLongEnough(@Nullable String part) {
        if (part != null && part.length() < SHORTEST_PART) {
            throw new IllegalArgumentException("a part of a number has at least " + SHORTEST_PART + " characters");
        }
    }

    /**
     * As {@link CdrFilter}, with the time of the recording.
     */
    record RecordingFilter(
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String party,
            @Nullable String partyContains,
            @Nullable TenantId tenantId,
            @Nullable SessionId sessionId,
            @Nullable RecordingState state) {

        public RecordingFilter {
            requireLongEnough(partyContains);
        }

        public RecordingFilter(
                @Nullable Instant from,
                @Nullable Instant to,
                @Nullable String party,
                @Nullable TenantId tenantId,
                @Nullable SessionId sessionId,
                @Nullable RecordingState state) {
            this(from, to, party, null, tenantId, sessionId, state);
        }
    }
}
