package io.tapedeck.gateway.recordings;

import io.swagger.v3.oas.annotations.Parameter;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.gateway.access.Caller;
import io.tapedeck.gateway.catalogue.Question;
import io.tapedeck.gateway.paging.PageRequest;
import io.tapedeck.gateway.problem.Refusal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The query parameters of lists of calls and recordings, as they are written by people. */
public record QuestionForm(
        @Parameter(description = "1 to 200, default 50") @Nullable
        Integer limit,

        @Parameter(description = "As the previous page gave it in `next`") @Nullable
        String cursor,

        @Parameter(description = "Earliest start, ISO 8601", example = "2030-01-07T09:00:00Z") @Nullable
        String from,

        @Parameter(description = "Start before this, ISO 8601") @Nullable
        String to,

        @Parameter(description = "Exact number of either side, as it is written in the call") @Nullable
        String party,

        @Parameter(
                description = "A part of a number of either side, 3 to 120 characters; case does not matter",
                example = "4711")
        @Nullable
        String partyContains,

        @Parameter(description = "Only of this tenant") @Nullable
        UUID tenantId) {

    private static final int PARTY_LENGTH_MAXIMUM = 120;
    private static final int PART_LENGTH_MINIMUM = 3;

    /** What is asked, narrowed to what the caller may see. */
    public Question toQuestion(Caller caller) {
        String part = text("partyContains", partyContains);
        if (part != null && part.length() < PART_LENGTH_MINIMUM) {
            throw Refusal.parameter("partyContains", "Must have at least " + PART_LENGTH_MINIMUM + " characters.");
        }
        return new Question(
                PageRequest.of(limit, cursor),
                time("from", from),
                time("to", to),
                text("party", party),
                part,
                caller.narrow(tenantId == null ? null : new TenantId(tenantId)));
    }

    private static @Nullable String text(String name, @Nullable String text) {
        if (text != null && text.length() > PARTY_LENGTH_MAXIMUM) {
            throw Refusal.parameter(name, "Must have at most " + PARTY_LENGTH_MAXIMUM + " characters.");
        }
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static @Nullable Instant time(String name, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text.replace(' ', '+')).toInstant(); // an unescaped + arrives as a blank
        } catch (DateTimeParseException notATime) {
            throw Refusal.parameter(name, "Must be a time such as 2030-01-07T09:00:00Z.");
        }
    }
}
