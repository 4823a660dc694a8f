package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 4475: valid messages are handled though they look odd, invalid ones are refused or dropped, and nothing gets stuck. */
class TortureTest extends WireTest {

    private static final Pattern CALL_ID = Pattern.compile("(?im)^(call-id|i)\\s*:\\s*(\\S+)");
    private static final Duration SILENCE = Duration.ofMillis(200);

    /** @param outcome {@code forwarded}, {@code dropped} or a status */
    record Torture(String name, String outcome, byte[] message) {

        static Torture of(String section) {
            String[] title = section.substring(0, section.indexOf('\n')).split(" ");
            String text = section.substring(section.indexOf('\n') + 1)
                    .replace("\n", "\r\n")
                    .replace("{sdp}\r\n", TextPhone.SDP);
            String body = text.substring(text.indexOf("\r\n\r\n") + 4);
            int length = body.getBytes(StandardCharsets.UTF_8).length;
            return new Torture(
                    title[0],
                    title[1],
                    text.replace("{length}", String.valueOf(length)).getBytes(StandardCharsets.UTF_8));
        }

        /** Whether a message is about this one; without a Call-ID any may be. */
        Predicate<Message> about() {
            var callId = CALL_ID.matcher(new String(message, StandardCharsets.UTF_8));
            if (!callId.find()) {
                return _ -> true;
            }
            String id = callId.group(2);
            return message -> id.equals(message.header("Call-ID"));
        }

        @Override
        public String toString() {
            return name + " " + outcome;
        }
    }

    static List<Torture> messages() throws IOException {
        try (InputStream in = TortureTest.class.getResourceAsStream("/sip/rfc4475.txt")) {
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(all.split("(?m)^== ")).skip(1).map(Torture::of).toList();
        }
    }

    @BeforeEach
    void everybody_is_at_home() {
        for (String user : List.of("user", "sips:user@example.com", "sips%3Auser%40example.com")) {
            house.reach(user, bob);
        }
        house.reach("user;par=u%40example.net", bob);
        house.reach("user;par=u@example.net", bob);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void is_handled_as_the_rfc_says(Torture torture) throws Exception {
        alice.send(torture.message());

        switch (torture.outcome()) {
            case "forwarded" -> bob.expect("it", torture.about());
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
}
