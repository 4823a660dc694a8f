package io.tapedeck.cdr.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tapedeck.cdr.SampleCall;
import io.tapedeck.cdr.cdr.Archive.CdrFilter;
import io.tapedeck.cdr.cdr.Archive.Cursor;
import io.tapedeck.cdr.cdr.Archive.Page;
import io.tapedeck.cdr.cdr.Archive.RecordingFilter;
import io.tapedeck.cdr.cdr.CatalogueEntry;
import io.tapedeck.cdr.cdr.Dossier;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.cdrs.RecordingState;
import io.tapedeck.contracts.recordings.RecordingEvent;
import io.tapedeck.testkit.time.SteppingClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PagingTest {

    private static final CdrFilter ALL = new CdrFilter(null, null, null, null);
    private static final RecordingFilter ALL_RECORDINGS = new RecordingFilter(null, null, null, null, null, null);

    private TestLedger test;

    @BeforeEach
    void freshDatabase() {
        test = new TestLedger(new SteppingClock(SampleCall.MORNING));
    }

    @Test
    void pages_follow_each_other_without_gap_or_repetition_while_new_calls_come_in() {
        List<SampleCall> old = calls(25, 60);
        List<SessionId> walked = new ArrayList<>();

        Page<Dossier> page = test.archive.cdrs(ALL, null, 10);
        collect(page, walked);
        while (page.next() != null) {
            calls(3, 100_000 + walked.size());
            page = test.archive.cdrs(ALL, page.next(), 10);
            collect(page, walked);
        }

        assertThat(walked)
                .containsExactlyElementsOf(
                        old.reversed().stream().map(SampleCall::session).toList());
    }

    @Test
    void calls_of_the_same_moment_are_paged_too() {
        IntStream.range(0, 7).forEach(_ -> calls(1, 0));
        List<SessionId> walked = new ArrayList<>();

        @Nullable Cursor cursor = null;
        do {
            Page<Dossier> page = test.archive.cdrs(ALL, cursor, 2);
            collect(page, walked);
            cursor = page.next();
        } while (cursor != null);

        assertThat(walked).hasSize(7).doesNotHaveDuplicates();
    }

    @Test
    void filters_narrow_the_list() {
        List<SampleCall> calls = calls(4, 0);
        SampleCall second = calls.get(1);
        Instant from = second.startedAt();

        assertThat(sessions(new CdrFilter(from, null, null, null))).hasSize(3);
        assertThat(sessions(new CdrFilter(null, from, null, null)))
                .containsExactly(calls.getFirst().session());
        assertThat(sessions(new CdrFilter(null, null, null, second.tenant()))).containsExactly(second.session());
        assertThat(sessions(new CdrFilter(null, null, "1002", null))).hasSize(4);
        assertThat(sessions(new CdrFilter(from, null, "1001", second.tenant()))).hasSize(1);
        assertThat(sessions(new CdrFilter(null, null, "100", null))).isEmpty();
    }

    @Test
    void a_part_of_a_number_finds_calls_once_and_recordings_too() {
        List<SampleCall> calls = calls(4, 0);
        test.book.enterRecordings(
                calls.stream().<RecordingEvent>map(SampleCall::ready).toList());

        assertThat(sessions(containing("100"))).hasSize(4);
        assertThat(sessions(containing("002"))).hasSize(4);
        assertThat(sessions(containing("1002"))).hasSize(4);
        assertThat(sessions(containing("0021"))).isEmpty();
        assertThat(sessions(containing("%02"))).isEmpty();
        assertThat(recordings(new RecordingFilter(null, null, null, "002", null, null, null)))
                .hasSize(4);
        assertThat(recordings(new RecordingFilter(null, null, null, "0021", null, null, null)))
                .isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> containing("00"));
    }

    @Test
    void parts_that_stand_apart_in_a_number_are_no_match_and_case_does_not_matter() {
        calls(1, 0);
        test.jdbc.sql("""
                insert into cdr.parties select session_id, 'Xabcd-bcde', start_time from cdr.parties limit 1
                """).update();

        assertThat(sessions(containing("xABCD"))).hasSize(1);
        assertThat(sessions(containing("abcde"))).isEmpty();
    }

    private static CdrFilter containing(String part) {
        return new CdrFilter(null, null, null, part, null);
    }

    @Test
    void recordings_are_paged_and_filtered() {
        List<SampleCall> calls = calls(5, 0);
        test.book.enterRecordings(
                calls.stream().<RecordingEvent>map(SampleCall::ready).toList());
        test.book.enterRecordings(
                calls(1, 900).stream().<RecordingEvent>map(SampleCall::failed).toList());
        SampleCall third = calls.get(2);

        Page<CatalogueEntry> first = test.archive.recordings(ALL_RECORDINGS, null, 4);
        Page<CatalogueEntry> second = test.archive.recordings(ALL_RECORDINGS, first.next(), 4);

        assertThat(first.items()).hasSize(4);
        assertThat(second.items()).hasSize(2);
        assertThat(second.next()).isNull();
        assertThat(recordings(new RecordingFilter(null, null, null, null, null, RecordingState.FAILED)))
                .hasSize(1);
        assertThat(recordings(new RecordingFilter(null, null, "1001", null, third.session(), null)))
                .hasSize(1);
        assertThat(recordings(new RecordingFilter(null, null, "9", null, null, null)))
                .isEmpty();
        assertThat(recordings(new RecordingFilter(null, null, null, third.tenant(), null, null)))
                .hasSize(1);
    }

    @Test
    void on_many_rows_every_page_is_a_short_walk_along_an_index() {
        ManyRows.insert(test.jdbc, 200_000);
        Instant somewhere = SampleCall.MORNING.plusSeconds(100_000);
        var cursor = new Cursor(somewhere, SampleCall.fresh().session().value());
        var tenant = ManyRows.TENANT;

        var queries = List.of(
                PageQueries.cdrs(ALL, null, 51),
                PageQueries.cdrs(ALL, cursor, 51),
                PageQueries.cdrs(new CdrFilter(null, null, null, tenant), cursor, 51),
                PageQueries.cdrs(new CdrFilter(null, null, ManyRows.NUMBER, null), cursor, 51),
                PageQueries.cdrs(new CdrFilter(null, somewhere, ManyRows.NUMBER, tenant), null, 51),
                PageQueries.recordings(ALL_RECORDINGS, cursor, 51),
                PageQueries.recordings(new RecordingFilter(null, null, null, tenant, null, null), cursor, 51),
                PageQueries.recordings(
                        new RecordingFilter(null, null, null, null, null, RecordingState.FAILED), cursor, 51),
                PageQueries.recordings(
                        new RecordingFilter(null, null, null, null, new SessionId(cursor.id()), null), null, 51));

        assertThat(queries).allSatisfy(query -> {
            String plan = ManyRows.explain(test.jdbc, query);
            assertThat(plan).contains("Index").doesNotContain("Seq Scan").doesNotContain("Sort Method: external");
            assertThat(ManyRows.buffers(plan)).as(plan).isLessThan(3_000);
        });
    }

    @Test
    void on_many_rows_a_part_of_a_number_is_found_by_the_index_of_parts() {
        ManyRows.insert(test.jdbc, 200_000);
        var cursor = new Cursor(
                SampleCall.MORNING.plusSeconds(100_000),
                SampleCall.fresh().session().value());

        var rare = List.of(
                PageQueries.cdrs(containing("017"), null, 51),
                PageQueries.cdrs(containing("1017"), cursor, 51),
                PageQueries.cdrs(new CdrFilter(null, null, null, "017", ManyRows.TENANT), null, 51),
                PageQueries.recordings(new RecordingFilter(null, null, null, "017", null, null, null), null, 51));
        var frequent = List.of(
                PageQueries.cdrs(containing("111"), null, 51),
                PageQueries.recordings(new RecordingFilter(null, null, null, "111", null, null, null), cursor, 51));

        assertThat(rare).allSatisfy(query -> {
            String plan = ManyRows.explain(test.jdbc, query);
            assertThat(plan).contains("parties_by_grams").doesNotContain("Seq Scan");
        });
        assertThat(frequent)
                .allSatisfy(query -> assertThat(ManyRows.explain(test.jdbc, query))
                        .contains("Index")
                        .doesNotContain("Seq Scan"));
    }

    private List<SampleCall> calls(int count, int firstSecond) {
        List<SampleCall> calls = IntStream.range(0, count)
                .mapToObj(i -> SampleCall.at(SampleCall.MORNING.plusSeconds(firstSecond + i)))
                .toList();
        test.book.enterCalls(calls.stream().map(SampleCall::ended).toList());
        return calls;
    }

    private List<SessionId> sessions(CdrFilter filter) {
        return test.archive.cdrs(filter, null, 100).items().stream()
                .map(Dossier::sessionId)
                .toList();
    }

    private List<CatalogueEntry> recordings(RecordingFilter filter) {
        return test.archive.recordings(filter, null, 100).items();
    }

    private static void collect(Page<Dossier> page, List<SessionId> into) {
        page.items().forEach(dossier -> into.add(dossier.sessionId()));
    }
}
