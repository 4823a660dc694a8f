package io.tapedeck.proxy.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.SessionId;
import io.tapedeck.proxy.control.ControlAction.Verb;
import io.tapedeck.proxy.policy.Medium;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlTextTest {

    private static final SessionId SESSION = new SessionId(new UUID(5, 5));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"operation\":\"pause-audio-recording\",\"session_id\":\"00000000-0000-0005-0000-000000000005\"}",
                "operation: Pause-Audio-Recording\r\nsession_id: 00000000-0000-0005-0000-000000000005\r\n",
                "session_id=00000000-0000-0005-0000-000000000005\noperation=pause-audio-recording",
                "pause-audio-recording\nsession_id=00000000-0000-0005-0000-000000000005"
            })
    void one_message_can_be_written_in_several_ways(String body) {
        ControlText said = ControlText.parse(body).orElseThrow();

        assertThat(said.action()).isEqualTo(new ControlAction(Verb.PAUSE, Set.of(Medium.AUDIO)));
        assertThat(said.session()).contains(SESSION);
    }

    @Test
    void within_a_dialog_the_operation_is_enough() {
        ControlText said = ControlText.parse("resume-video-recording").orElseThrow();

        assertThat(said.action()).isEqualTo(new ControlAction(Verb.RESUME, Set.of(Medium.VIDEO)));
        assertThat(said.session()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"operation\":7}",
                "{\"operation\":\"delete\"}",
                "{\"session_id\":\"00000000-0000-0005-0000-000000000005\"}",
                "{\"operation\":\"pause-audio-recording\",\"session_id\":\"the last one\"}",
                "start-recording"
            })
    void what_makes_no_sense_is_nothing(String body) {
        assertThat(ControlText.parse(body)).isEmpty();
    }
}
