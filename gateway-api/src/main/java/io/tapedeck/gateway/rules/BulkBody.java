package io.tapedeck.gateway.rules;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.gateway.validation.Checks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One change of many settings documents, as it is written by people. */
@Schema(
        name = "RecordingSettingsBulkRequest",
        requiredProperties = {"of", "patch"})
record BulkBody(
        @Schema(description = "Whose documents") @Nullable Kind of,

        @Schema(description = "Which of them; exactly one of its parts") @Nullable
        Selection select,

        @Schema(description = "JSON merge patch (RFC 7396) for each document; null makes undefined") @Nullable
        JsonNode patch,

        @Schema(description = "Only say what would change", defaultValue = "false") @Nullable
        Boolean dryRun,

        @Schema(description = "Entity tags by id: a document that has another by now is left alone") @Nullable
        Map<UUID, String> versions) {

    private static final int TEXT_MAXIMUM = 100;

    /** Kinds of documents of which a tenant has many. */
    enum Kind {
        @JsonProperty("users")
        USERS(RecordingLevel.USER),
        @JsonProperty("devices")
        DEVICES(RecordingLevel.DEVICE),
        @JsonProperty("teams")
        TEAMS(RecordingLevel.TEAM);

        private final RecordingLevel level;

        Kind(RecordingLevel level) {
            this.level = level;
        }

        RecordingLevel level() {
            return level;
        }
    }

    /**
     * Which ones.
     *
     * @param everyone all of the tenant
     * @param ids of users, devices or teams, as {@code of} says
     * @param teams members of these teams, or their devices; for teams: these
     * @param text part of a name or extension
     */
    @Schema(name = "RecordingSettingsBulkSelection")
    record Selection(
            @Nullable Boolean everyone,
            @Nullable List<@Nullable UUID> ids,
            @Nullable List<@Nullable UUID> teams,
            @Nullable String text) {

        private List<String> said() {
            var parts = new ArrayList<String>();
            if (Boolean.TRUE.equals(everyone)) {
                parts.add("everyone");
            }
            if (ids != null) {
                parts.add("ids");
            }
            if (teams != null) {
                parts.add("teams");
            }
            if (text != null) {
                parts.add("text");
            }
            return parts;
        }
    }

    /** What is wrong with it in itself. */
    BulkOrder checked(int most) {
        var checks = new Checks();
        if (of == null) {
            checks.fault("/of", "Must be given.");
        }
        select(checks, most);
        if (!(patch instanceof ObjectNode changes) || changes.isEmpty()) {
            checks.fault("/patch", "Must be an object that changes something.");
        }
        checks.refuseIfAny();
        return new BulkOrder(
                Objects.requireNonNull(of),
                Objects.requireNonNull(select),
                Objects.requireNonNull(patch),
                Boolean.TRUE.equals(dryRun),
                versions == null ? Map.of() : Map.copyOf(versions));
    }

    private void select(Checks checks, int most) {
        if (select == null) {
            checks.fault("/select", "Must be given.");
            return;
        }
        if (select.said().size() != 1) {
            checks.fault("/select", "Must have exactly one of everyone, ids, teams and text.");
        }
        ids(checks, "/select/ids", select.ids(), most);
        ids(checks, "/select/teams", select.teams(), most);
        String text = select.text();
        if (text != null && (text.isBlank() || text.length() > TEXT_MAXIMUM)) {
            checks.fault("/select/text", "Must have 1 to " + TEXT_MAXIMUM + " characters.");
        }
    }

    private static void ids(Checks checks, String pointer, @Nullable List<@Nullable UUID> ids, int most) {
        if (ids == null) {
            return;
        }
        if (ids.isEmpty() || ids.size() > most) {
            checks.fault(pointer, "Must have 1 to " + most + " entries.");
        } else if (ids.contains(null)) {
            checks.fault(pointer + "/" + ids.indexOf(null), "Must be given.");
        }
    }
}
