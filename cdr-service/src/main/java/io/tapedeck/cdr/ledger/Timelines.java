package io.tapedeck.cdr.ledger;

import io.tapedeck.contracts.calls.TimelineEntry;
import java.util.List;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The timeline of a call as it stands in its row: shown whole or not at all, so it is no table of its own. */
final class Timelines {

    private static final TypeReference<List<TimelineEntry>> ENTRIES = new TypeReference<>() {};

    private Timelines() {}

    static String text(List<TimelineEntry> entries) {
        return JsonMapper.shared().writerFor(ENTRIES).writeValueAsString(entries);
    }

    static List<TimelineEntry> read(String text) {
        return JsonMapper.shared().readValue(text, ENTRIES);
    }
}
