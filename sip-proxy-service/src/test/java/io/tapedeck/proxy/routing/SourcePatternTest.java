package io.tapedeck.proxy.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourcePatternTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7,            192.0.2.7,    5060, true",
        "192.0.2.7,            192.0.2.8,    5060, false",
        "192.0.2.0/24,         192.0.2.255,  1,    true",
        "192.0.2.0/24,         192.0.3.0,    1,    false",
        "192.0.2.64/26,        192.0.2.127,  1,    true",
        "192.0.2.64/26,        192.0.2.128,  1,    false",
        "0.0.0.0/0,            203.0.113.9,  1,    true",
        "192.0.2.7:5080,       192.0.2.7,    5080, true",
        "192.0.2.7:5080,       192.0.2.7,    5060, false",
        "2001:db8::1,          2001:db8::1,  5060, true",
        "2001:db8::/32,        2001:db8:9::, 5060, true",
        "2001:db8::/32,        2001:db9::,   5060, false",
        "[2001:db8::1]:5080,   2001:db8::1,  5080, true",
        "[2001:db8::1]:5080,   2001:db8::1,  5081, false",
        "0.0.0.0/0,            2001:db8::1,  5060, false"
    })
    void a_source_covers_what_it_says(String source, String address, int port, boolean covered) {
        var trunk = ExampleDirectory.trunk(1, null, "t", "h", List.of(source), List.of(), true);

        var found = new TrunkSources(List.of(trunk)).find(new InetSocketAddress(address, port));

        assertThat(found).isEqualTo(covered ? trunk : null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sip.example.com",
                "192.0.2.7/33",
                "192.0.2.7/-1",
                "192.0.2.7:0",
                "192.0.2.7:70000",
                "[::1",
                "/",
                ":"
            })
    void what_is_no_address_is_no_source(String source) {
        assertThat(SourcePattern.parse(source)).isEmpty();
    }
}
