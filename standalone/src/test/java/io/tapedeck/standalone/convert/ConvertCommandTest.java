package io.tapedeck.standalone.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConvertCommandTest {

    private final StringWriter told = new StringWriter();

    @TempDir
    Path folder;

    @Test
    void the_capture_is_not_written_over() throws IOException {
        Path capture = Files.writeString(folder.resolve("call.pcap"), "the only copy");
        Path link = Files.createLink(folder.resolve("call.wav"), capture);

        assertThat(convert(capture, capture)).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(convert(capture, link)).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(convert(capture, folder.resolve("out.wav"), "--peaks", folder + "/./out.wav"))
                .isEqualTo(CommandLine.ExitCode.USAGE);

        assertThat(capture).hasContent("the only copy");
        assertThat(told.toString()).contains("is needed for something else");
    }

    @Test
    void a_capture_that_is_compressed_is_called_so() throws IOException {
        Path capture = folder.resolve("call.pcap.gz");
        try (var zip = new GZIPOutputStream(Files.newOutputStream(capture))) {
            zip.write(new byte[100]);
        }

        assertThat(convert(capture, folder.resolve("out.wav"))).isEqualTo(1);
        assertThat(told.toString()).contains("gzip");
    }

    private int convert(Path capture, Path out, String... more) throws IOException {
        Path sdp = Files.writeString(
                folder.resolve("sdp"),
                "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 20000 RTP/AVP 0\r\n");
        var command = new CommandLine(new ConvertCommand()).setCaseInsensitiveEnumValuesAllowed(true);
        command.setErr(new PrintWriter(told));
        String[] arguments = {
            "--pcap", capture.toString(), "--sdp", sdp.toString(), "--sdp", sdp.toString(), "-o", out.toString()
        };
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(more));
        return command.execute(all.toArray(String[]::new));
    }
}
