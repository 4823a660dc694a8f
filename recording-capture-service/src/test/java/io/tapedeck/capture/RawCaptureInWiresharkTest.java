package io.tapedeck.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.testkit.programs.Programs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawCaptureInWiresharkTest {

    @TempDir
    Path spool;

    @Test
    void the_raw_capture_opens_in_wireshark_as_it_is() throws Exception {
        Programs.require("tshark");
        Path media = recordedCall();

        List<String> lines = tshark(media);

        assertThat(lines).hasSize(10).allMatch(line -> line.equals("caller audio RTP\t8\t0x00000007"));
    }

    private Path recordedCall() {
        try (var node = TestNode.start(spool);
                var ng = new NgClient(node.ng());
                var alice = new RtpPhone(7);
                var bob = new RtpPhone(8)) {
            ng.ok("offer", "call-id", "w", "from-tag", "f", "sdp", alice.sdp(), "record call", "yes");
            NgDictionary answer = ng.ok("answer", "call-id", "w", "from-tag", "f", "to-tag", "t", "sdp", bob.sdp());
            for (int i = 0; i < 10; i++) {
                alice.send(NgClient.audioPort(answer));
                assertThat(bob.receive()).isPresent();
            }
            NgDictionary reply = ng.ok("delete", "call-id", "w");
            String capture =
                    reply.dictionary("tapedeck").orElseThrow().text("capture").orElseThrow();
            node.sealedManifest(capture);
            return node.media(capture);
        }
    }

    private static List<String> tshark(Path media) throws Exception {
        Process process = new ProcessBuilder(
                        "tshark",
                        "-r",
                        media.toString(),
                        "-o",
                        "rtp.heuristic_rtp:TRUE",
                        "-Y",
                        "rtp",
                        "-T",
                        "fields",
                        "-e",
                        "frame.interface_name",
                        "-e",
                        "rtp.p_type",
                        "-e",
                        "rtp.ssrc")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return out.lines().toList();
    }
}
