package io.tapedeck.gateway.cdrs;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tapedeck.gateway.access.Caller;
import io.tapedeck.gateway.catalogue.Catalogue;
import io.tapedeck.gateway.catalogue.CatalogueCdr;
import io.tapedeck.gateway.catalogue.Question;
import io.tapedeck.gateway.paging.Page;
import io.tapedeck.gateway.paging.PageRequest;
import io.tapedeck.gateway.recordings.QuestionForm;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** REST: call detail records as a file for spreadsheets. It is written page by page, so its length costs no memory. */
@RestController
@Tag(name = "CDRs", description = "Call detail records, with the recordings of each call")
class CdrExportController {

    private static final int PAGE = 200;

    private static final List<String> NAMES = List.of(
            "session_id",
            "tenant_name",
            "direction",
            "caller",
            "caller_display_name",
            "callee",
            "trunk_name",
            "start_time",
            "answered_time",
            "ended_time",
            "duration_seconds",
            "ended_reason",
            "status_code",
            "recordings");

    private final Catalogue catalogue;
    private final ExportTurns turns;

    CdrExportController(Catalogue catalogue, Clock clock) {
        this.catalogue = catalogue;
        this.turns = new ExportTurns(clock);
    }

    @GetMapping("/api/v1/cdrs/export")
    @Operation(
            summary = "Download calls as CSV, newest first",
            description = "All that the parameters match; limit and cursor do not count.",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "RFC 4180, UTF-8, with a header line",
                            content = @Content(mediaType = "text/csv")))
    void export(Caller caller, @ParameterObject QuestionForm form, HttpServletResponse response) throws IOException {
        try (var turn = turns.take(caller)) {
            Question question = form.toQuestion(caller);
            Page<CatalogueCdr> first = page(question, null); // what is refused is refused before the file begins
            response.setContentType("text/csv;charset=utf-8;header=present");
            response.setHeader("Content-Disposition", "attachment; filename=\"calls.csv\"");
            response.setHeader("Cache-Control", "no-store");
            write(response.getWriter(), caller, question, first, turn);
        }
    }

    private void write(Writer out, Caller caller, Question question, Page<CatalogueCdr> first, ExportTurns.Turn turn)
            throws IOException {
        out.write(CsvLine.of(NAMES));
        for (Page<CatalogueCdr> page = first; ; page = page(question, page.next())) {
            for (CatalogueCdr cdr : page.items()) {
                out.write(line(cdr, caller));
            }
            if (page.next() == null) {
                return;
            }
            turn.requireTime();
        }
    }

    private Page<CatalogueCdr> page(Question question, @Nullable String cursor) {
        return catalogue.cdrs(new Question(
                new PageRequest(PAGE, cursor),
                question.from(),
                question.to(),
                question.party(),
                question.partyContains(),
                question.tenant()));
    }

    private static String line(CatalogueCdr cdr, Caller caller) {
        String recordings = cdr.recordings().stream()
                .filter(recording -> caller.sees(recording.tenantId()))
                .map(recording -> recording.id().toString())
                .collect(Collectors.joining(" "));
        return CsvLine.of(Arrays.<@Nullable Object>asList(
                cdr.sessionId(),
                cdr.tenantName(),
                lower(cdr.direction()),
                cdr.caller(),
                cdr.callerDisplayName(),
                cdr.callee(),
                cdr.trunkName(),
                cdr.startTime(),
                cdr.answeredTime(),
                cdr.endedTime(),
                cdr.durationSeconds(),
                lower(cdr.endedReason()),
                cdr.statusCode(),
                recordings));
    }

    private static @Nullable String lower(@Nullable Enum<?> value) {
        return value == null ? null : value.name().toLowerCase(Locale.ROOT);
    }
}
