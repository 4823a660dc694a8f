package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.proxy.routing.Target;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 4475: valid messages are handled though they look odd, invalid ones are refused or dropped, and nothing gets stuck. */
class TortureTest extends WireTest {

    private static final Duration SILENCE = Duration.ofMillis(200);

    static List<Torture> messages() throws IOException {
        return Torture.all();
    }

    @BeforeEach
    void everybody_is_at_home() {
        for (String user : List.of(
                "user",
                "kumiko",
                "",
                "sips:user@example.com",
                "sips%3Auser%40example.com",
                "user;par=u%40example.net",
                "user;par=u@example.net",
                "1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*")) {
            house.reach(user, bob);
        }
    }

    @Test
    void all_messages_of_the_rfc_are_there() throws IOException {
        assertThat(messages()).hasSize(49).extracting(Torture::name).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void is_handled_as_the_rfc_says(Torture torture) throws Exception {
        alice.send(torture.through(server.port()));

        switch (torture.outcome()) {
            case "forwarded" -> {
                Message arrived = bob.expect("it", torture.about());
                assertThat(arrived.startLine()) // an element that repairs must not pass the fault on (3.1.2.9 to
                        // 3.1.2.11)
                        .matches("\\S+ sip:bob@127\\.0\\.0\\.1:\\d+ SIP/2\\.0");
            }
            case "dropped" -> {
                assertThat(alice.hearsNo(torture.about(), SILENCE)).isTrue();
                assertThat(bob.hearsNo(torture.about(), SILENCE)).isTrue();
            }
            default -> {
                Message answer = alice.expect(
                        "a final answer",
                        message -> message.status() >= 200 && torture.about().test(message));
                assertThat(answer.status()).isEqualTo(Integer.parseInt(torture.outcome()));
            }
        }
        carol.send(carol.request("OPTIONS", "sip:127.0.0.1:" + server.port(), "after-" + torture.name(), ""));
        carol.expectStatus(200);
    }

    /** 3.1.1.2: everything that is no business of a proxy goes on as it came. */
    @Test
    void a_wide_range_of_characters_passes_unchanged() throws IOException {
        Torture intmeth = Torture.named("intmeth");

        alice.send(intmeth.message());

        Message arrived = bob.expect("it", intmeth.about());
        assertThat(arrived.method()).isEqualTo("!interesting-Method0123456789_*+`.%indeed'~");
        assertThat(arrived.header("CSeq")).isEqualTo("139122385 !interesting-Method0123456789_*+`.%indeed'~");
        assertThat(arrived.header("To")).startsWith("\"BEL:\\\u0007 NUL:\\\u0000 DEL:\\\u007F\"");
        assertThat(arrived.header("From"))
                .startsWith(
                        "\"token1~` token2'+_ token3*%!.-\" <sip:mundane@example.com>") // quoted, it is the same name
                .contains(";fromParam''~+*_!.-%=\"работающий\"")
                .contains(";tag=_token~1'+`*%!-.");
        assertThat(arrived.header("extensionHeader-!.%*+_`'~")).isEqualTo("\uFEFF大停電");
        assertThat(arrived.header("Max-Forwards")).isEqualTo("254");

        bob.send(bob.response(arrived, 200, "OK", ""));
        assertThat(alice.expectStatus(200).header("CSeq")).isEqualTo(arrived.header("CSeq"));
    }

    /** 3.1.1.5 */
    @Test
    void a_percent_sign_that_escapes_nothing_is_left_alone() throws IOException {
        Torture esc02 = Torture.named("esc02");

        alice.send(esc02.message());

        Message arrived = bob.expect("it", esc02.about());
        assertThat(arrived.method()).isEqualTo("RE%47IST%45R");
        assertThat(arrived.header("To")).startsWith("\"%Z%45\"");
        assertThat(arrived.header("C%6Fntact")).isEqualTo("<sip:alias2@host2.example.com>");
        assertThat(String.join(",", arrived.headers("Contact")))
                .contains("alias1@host1", "alias3@host3")
                .doesNotContain("alias2");
        assertThat(house.registrations).isEmpty();
    }

    /** 3.1.1.7 */
    @Test
    void long_values_and_all_vias_pass() throws IOException {
        Torture longreq = Torture.named("longreq");

        alice.send(longreq.message());

        Message arrived = bob.expect("it", longreq.about());
        List<String> vias =
                Arrays.asList(String.join(",", arrived.headers("Via")).split(","));
        assertThat(vias).hasSize(35);
        assertThat(vias.subList(2, 34))
                .allSatisfy(via -> assertThat(via.strip()).matches("SIP/2\\.0/TCP sip\\d+\\.example\\.com"));
        assertThat(vias.getLast()).contains("received=192.0.2.5", "branch=very" + "long".repeat(50) + "branchvalue");
        assertThat(arrived.header("From")).contains("tag=12" + "982".repeat(50) + "424");
        assertThat(arrived.header("Unknown-" + "Long".repeat(20) + "-Name"))
                .isEqualTo("unknown-" + "long".repeat(20) + "-value; unknown-" + "long".repeat(20)
                        + "-parameter-name = unknown-" + "long".repeat(20) + "-parameter-value");
    }

    /** 3.1.1.11: among its octets are NUL, CR and LF. */
    @Test
    void a_binary_body_passes_octet_by_octet() throws IOException {
        Torture mpart01 = Torture.named("mpart01");
        try (var kumiko = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            kumiko.setSoTimeout(30_000);
            String uri = "sip:kumiko@127.0.0.1:" + kumiko.getLocalPort();
            house.targets.put(
                    "kumiko",
                    List.of(new Target(uri, null, FakeHouse.target(bob).party(), null, 1)));

            alice.send(mpart01.through(server.port()));

            var packet = new DatagramPacket(new byte[65_535], 65_535);
            kumiko.receive(packet);
            assertThat(bodyOf(Arrays.copyOf(packet.getData(), packet.getLength())))
                    .hasSize(553)
                    .isEqualTo(bodyOf(mpart01.message()));
        }
    }

    private static byte[] bodyOf(byte[] message) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        return text.substring(text.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** 3.1.1.12 and 3.1.1.13 */
    @ParameterizedTest
    @ValueSource(strings = {"= 2**3 * 5**2 но сто девяносто девять - простое", ""})
    void an_unusual_reason_is_passed_on(String reason) {
        String callId = "reason" + reason.length();
        alice.send(alice.request("OPTIONS", "sip:user@example.com", callId, ""));
        Message atBob = bob.expectRequest("OPTIONS");

        bob.send(bob.response(atBob, 200, reason, ""));

        assertThat(alice.expectStatus(200).startLine()).isEqualTo("SIP/2.0 200 " + reason);
    }

    /** 3.1.2.14 and 3.1.2.15: "it must not propagate the error". */
    @ParameterizedTest
    @ValueSource(strings = {"badaspec", "baddn"})
    void a_repaired_address_goes_on_repaired(String name) throws IOException {
        Torture torture = Torture.named(name);

        alice.send(torture.message());

        Message arrived = bob.expect("it", torture.about());
        assertThat(arrived.header("From")).startsWith("\"Bell, Alexander\" <sip:a.g.bell@example.com>");
        assertThat(arrived.header("To")).isEqualTo("\"Watson, Thomas\" <sip:t.watson@example.org>");
    }

    /** 3.2.1: a branch that is the cookie alone identifies nothing. */
    @Test
    void two_requests_with_an_empty_branch_are_two() throws IOException {
        Torture badbranch = Torture.named("badbranch");
        String other = new String(badbranch.message(), StandardCharsets.UTF_8).replace("badbranch.", "another.");

        alice.send(badbranch.message());
        bob.expect("the first", badbranch.about());
        alice.send(other);

        bob.expect("the second", message -> message.header("Call-ID").startsWith("another."));
    }

    /** 3.1.2.11: "the escaped headers must not appear in the Request-URI of the forwarded request". */
    @Test
    void headers_in_the_request_uri_of_a_dialog_go_no_further() {
        Message answer = connect("uri-headers");
        String bye = alice.inDialog(answer, "BYE", 2, "");

        alice.send(bye.replaceFirst(" SIP/2.0", "?Route=%3Csip:example.com%3E SIP/2.0"));

        Message arrived = bob.expectRequest("BYE");
        assertThat(arrived.requestUri()).isEqualTo(bob.uri());
        assertThat(arrived.headers("Route")).isEmpty();
    }

    /** 3.3.15: whether the answer would be acceptable is for who answers to say. */
    @Test
    void a_refusal_of_what_the_caller_accepts_comes_back() throws IOException {
        Torture sdp01 = Torture.named("sdp01");
        alice.send(sdp01.message());
        Message atBob = bob.expect("it", sdp01.about());
        assertThat(atBob.header("Accept")).isEqualTo("text/nobodyKnowsThis");

        bob.send(bob.response(atBob, 406, "Not Acceptable", ""));

        assertThat(alice.expectStatus(406).header("Call-ID")).isEqualTo(atBob.header("Call-ID"));
    }

    /** 3.3.11: the extensions that the request needs and the proxy does not have are named. */
    @Test
    void extensions_that_are_not_supported_are_named() throws IOException {
        alice.send(Torture.named("bext01").message());

        assertThat(String.join(",", alice.expectStatus(420).headers("Unsupported")))
                .contains("noProxiesSupportThis", "norDoAnyProxiesSupportThis")
                .doesNotContain("nothingSupportsThis");
    }
}
