package io.tapedeck.standalone.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.protocol.ip.UdpFrame;
import io.tapedeck.protocol.pcapng.PcapngWriter;
import io.tapedeck.protocol.rtp.RtpPackets;
import io.tapedeck.standalone.Tapedeck;
import io.tapedeck.testkit.time.Eventually;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConvertCommandTest {

    private static final String SDP =
            "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 20000 RTP/AVP 0\r\n";

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

    @Test
    void a_description_is_read_in_whatever_characters_it_is_written() throws IOException {
        String sdp = SDP.replace("s=-", "s=Gr\u00fc\u00dfe").replace("c=", "\n\nc=");
        for (byte[] written : List.of(
                sdp.getBytes(StandardCharsets.ISO_8859_1),
                ("\uFEFF" + sdp).getBytes(StandardCharsets.UTF_8),
                ("\uFEFF" + sdp).getBytes(StandardCharsets.UTF_16LE),
                ("\uFEFF" + sdp.replace("\r\n", "\n")).getBytes(StandardCharsets.UTF_16BE))) {
            Files.write(folder.resolve("sdp"), written);

            assertThat(convert(capture(0), folder.resolve("out.wav")))
                    .as(told.toString())
                    .isZero();
        }
    }

    @Test
    void a_pipe_is_read_as_well() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        byte[] capture = Files.readAllBytes(capture(0));
        Path out = folder.resolve("out.wav");

        Thread writer = Thread.startVirtualThread(() -> write(pipe, capture));
        assertThat(convert(pipe, out)).as(told.toString()).isZero();
        writer.join();

        assertThat(out).isNotEmptyFile();
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void what_is_converted_from_standard_input_is_kept_nowhere_else() throws Exception {
        Path out = folder.resolve("out.wav");
        Process process = command("-", out)
                .redirectInput(capture(0).toFile())
                .redirectErrorStream(true)
                .start();

        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(out).isNotEmptyFile();
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void a_conversion_that_is_told_to_end_leaves_nothing_behind() throws Exception {
        Path out = folder.resolve("out.opus");
        Process process = command(capture(20).toString(), out, "--format", "opus")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        try {
            Eventually.holds(
                    () -> leftovers().stream().anyMatch(file -> file.toFile().length() > 0),
                    Duration.ofSeconds(60),
                    "the conversion to be under way");

            process.destroy();

            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(leftovers()).isEmpty();
            assertThat(out).doesNotExist();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private List<Path> leftovers() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".part")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path pipe, byte[] bytes) {
        try {
            Files.write(pipe, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A second of the caller, once more after so many hours. */
    private Path capture(int hours) throws IOException {
        var blocks = ByteBuffer.allocate(1 << 16);
        PcapngWriter.sectionHeader(blocks, null, "test");
        PcapngWriter.interfaceDescription(blocks, PcapngWriter.LINKTYPE_RAW, "caller", "", null);
        for (int n = 0; n < 100; n++) {
            var frame = ByteBuffer.allocate(UdpFrame.headerLength(false) + RtpPackets.HEADER_LENGTH + 160);
            byte[] from = {(byte) 192, 0, 2, 1};
            byte[] to = {(byte) 192, 0, 2, 2};
            UdpFrame.writeHeader(frame, from, 20_000, to, 30_000, RtpPackets.HEADER_LENGTH + 160);
            RtpPackets.write(frame, 0, false, n, n * 160, 7, ByteBuffer.wrap(new byte[160]));
            long seconds = n < 50 ? 0 : hours * 3_600L;
            PcapngWriter.enhancedPacket(blocks, 0, seconds * 1_000_000_000L + n * 20_000_000L, frame.flip());
        }
        return Files.write(folder.resolve("call.pcapng"), Arrays.copyOf(blocks.array(), blocks.position()));
    }

    /** In a process of its own. */
    private ProcessBuilder command(String capture, Path out, String... more) throws IOException {
        String sdp = sdp().toString();
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Tapedeck.class.getName(),
                "convert"));
        command.addAll(List.of("--pcap", capture, "--sdp", sdp, "--sdp", sdp, "-o", out.toString()));
        command.addAll(List.of(more));
        return new ProcessBuilder(command);
    }

    private Path sdp() throws IOException {
        Path sdp = folder.resolve("sdp");
        return Files.exists(sdp) ? sdp : Files.writeString(sdp, SDP);
    }

    private int convert(Path capture, Path out, String... more) throws IOException {
        Path sdp = sdp();
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
