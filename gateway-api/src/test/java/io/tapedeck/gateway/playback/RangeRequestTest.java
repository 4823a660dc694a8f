package io.tapedeck.gateway.playback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangeRequestTest {

    private static final long SIZE = 1000;

    /** The examples of RFC 9110, 14.1.2, and their neighbours. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bytes=0-499          | 0-499
            bytes=500-999        | 500-999
            bytes=-500           | 500-999
            bytes=900-           | 900-999
            bytes=0-0            | 0-0
            bytes=999-5000       | 999-999
            bytes=-5000          | 0-999
            bytes=0-0,-1         | 0-0 999-999
            bytes= 0-9 , 20-29   | 0-9 20-29
            BYTES=1-2            | 1-2
            bytes=0-9,5000-6000  | 0-9
            bytes=500-600,601-700 | 500-600 601-700
            """)
    void parts_that_the_file_has_are_given(String header, String expected) {
        assertThat(RangeRequest.parse(header, SIZE)).isEqualTo(new RangeRequest.Parts(ranges(expected)));
    }

    @ParameterizedTest
    @CsvSource({"bytes=1000-", "bytes=1000-2000", "bytes=-0", "'bytes=5000-,6000-7000'"})
    void parts_beyond_the_end_cannot_be_given(String header) {
        assertThat(RangeRequest.parse(header, SIZE)).isEqualTo(new RangeRequest.Unsatisfiable());
    }

    @ParameterizedTest
    @CsvSource({
        "seconds=0-1",
        "bytes=",
        "bytes=-",
        "bytes=9-5",
        "bytes=a-b",
        "bytes=1",
        "'bytes=0-9,,20-29'",
        "bytes=99999999999999999999-",
        "'bytes=0-700,300-999'",
        "'bytes=0-,0-,0-,0-'"
    })
    void what_is_malformed_or_greedy_gets_the_whole_file(String header) {
        assertThat(RangeRequest.parse(header, SIZE)).isEqualTo(new RangeRequest.Whole());
    }

    @Test
    void hundreds_of_ranges_get_the_whole_file() {
        String header = "bytes=" + "0-0,".repeat(500) + "1-1";

        assertThat(RangeRequest.parse(header, SIZE)).isEqualTo(new RangeRequest.Whole());
    }

    @Test
    void an_empty_file_has_no_parts() {
        assertThat(RangeRequest.parse("bytes=0-", 0)).isEqualTo(new RangeRequest.Unsatisfiable());
        assertThat(RangeRequest.parse("bytes=-5", 0)).isEqualTo(new RangeRequest.Unsatisfiable());
    }

    private static List<ByteRange> ranges(String text) {
        return Arrays.stream(text.split(" "))
                .map(part -> part.split("-"))
                .map(ends -> new ByteRange(Long.parseLong(ends[0]), Long.parseLong(ends[1])))
                .toList();
    }
}
