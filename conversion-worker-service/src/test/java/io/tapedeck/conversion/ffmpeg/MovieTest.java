package io.tapedeck.conversion.ffmpeg;

import static io.tapedeck.conversion.calls.SealedCalls.STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.conversion.calls.Camera;
import io.tapedeck.conversion.calls.RawCall;
import io.tapedeck.conversion.calls.Tones;
import io.tapedeck.conversion.ffmpeg.MovieReader.Shown;
import io.tapedeck.conversion.job.CallLabel;
import io.tapedeck.conversion.job.MediaPlan;
import io.tapedeck.conversion.job.Piece;
import io.tapedeck.conversion.media.Conversion;
import io.tapedeck.conversion.media.ConversionReport;
import io.tapedeck.conversion.media.PcapngCapture;
import io.tapedeck.conversion.media.Rendition;
import io.tapedeck.conversion.pcap.PcapCall;
import io.tapedeck.protocol.video.VideoCodec;
import io.tapedeck.testkit.audio.ToneDetector;
import io.tapedeck.testkit.rtp.VideoPackets;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Movies are looked at and listened to: each picture says its number, a flash and a tone happen at the same instant. */
class MovieTest {

    private static final PictureSize SIZE = new PictureSize(320, 240);
    private static final int FPS = 25;
    private static final int SECONDS = 4;
    private static final int PICTURES = FPS * SECONDS;
    private static final int TONE = 1_000;

    /** A flash and a tone of 200 ms begin here, in pictures. */
    private static final List<Integer> CLAPS = List.of(25, 60, 85);

    private static final int CLAP_PICTURES = 5;

    /** Each is coded once for all tests. */
    private static final Map<VideoCodec, List<byte[]>> FILMS = new ConcurrentHashMap<>();

    private final Conversion conversion = new Conversion(new FfmpegDecoders(), MediaFiles.standard());

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"H264, MP4", "VP8, WEBM", "VP8, MP4", "H264, WEBM"})
    void picture_and_sound_come_at_the_same_instant(VideoCodec codec, MediaFormat format) throws Exception {
        var camera = new Camera(2, codec);
        RawCall call = spoken();
        camera.film(call, STARTED, FPS, film(codec));

        convert(call, List.of(camera.stream("")), plan(format, ChannelLayout.MONO), null);

        MovieReader movie = MovieReader.read(folder.resolve("movie"), 1);
        assertThat(movie.seconds).isCloseTo(SECONDS, within(0.04));
        assertThat(movie.sound.length / (double) movie.sampleRate).isCloseTo(SECONDS, within(0.04));
        assertThat(movie.pictures.getFirst().at()).isZero();
        assertThat(movie.pictures.getFirst().key()).isTrue();
        List<Double> flashes = flashes(movie.pictures);
        List<Double> tones = ToneDetector.spans(movie.sound, movie.sampleRate, TONE, 0.05).stream()
                .map(span -> span.from().toNanos() / 1e9)
                .toList();
        assertThat(flashes).hasSameSizeAs(CLAPS);
        assertThat(tones).hasSameSizeAs(CLAPS);
        for (int i = 0; i < CLAPS.size(); i++) {
            assertThat(flashes.get(i)).isCloseTo(CLAPS.get(i) / (double) FPS, within(0.04));
            assertThat(flashes.get(i)).isCloseTo(tones.get(i), within(0.08));
        }
    }

    @ParameterizedTest
    @CsvSource({"H264, MP4, h264, aac", "VP8, WEBM, vp8, opus"})
    void pictures_pass_through_untouched_and_in_their_time(
            VideoCodec codec, MediaFormat format, String video, String audio) throws Exception {
        var camera = new Camera(3, codec);
        RawCall call = spoken();
        camera.film(call, STARTED, FPS, film(codec));

        ConversionReport report = convert(call, List.of(camera.stream("")), plan(format, ChannelLayout.STEREO), null);

        MovieReader movie = MovieReader.read(folder.resolve("movie"), 1);
        assertThat(movie.codecs).containsExactly(video, audio);
        assertThat(movie.numbers())
                .isEqualTo(IntStream.range(0, PICTURES).boxed().toList());
        for (int i = 0; i < PICTURES; i++) {
            assertThat(movie.pictures.get(i).at()).isCloseTo(i / (double) FPS, within(0.02));
        }
        assertThat(movie.channels).isEqualTo(2);
        assertThat(report.video().pictures()).isEqualTo(PICTURES);
        assertThat(report.video().dropped()).isZero();
    }

    @Test
    void both_parties_are_seen_side_by_side() throws Exception {
        var caller = new Camera(2, VideoCodec.H264);
        var callee = new Camera(3, VideoCodec.VP8);
        RawCall call = spoken();
        caller.film(call, STARTED, FPS, film(VideoCodec.H264));
        callee.film(call, STARTED.plusSeconds(2), FPS, film(VideoCodec.VP8).subList(0, PICTURES / 2)); // joins later

        convert(call, List.of(caller.stream(""), callee.stream("")), plan(MediaFormat.MP4, ChannelLayout.STEREO), null);

        MovieReader movie = MovieReader.read(folder.resolve("movie"), 2);
        assertThat(movie.codecs).containsExactly("h264", "aac");
        assertThat(movie.pictures).allMatch(picture -> picture.width() == 640 && picture.height() == 240);
        assertThat(movie.seconds).isCloseTo(SECONDS, within(0.04));
        for (Shown picture : movie.pictures) {
            double number = picture.tiles().get(0).number();
            assertThat(number / FPS).isCloseTo(picture.at(), within(0.06));
            if (picture.at() < 1.98) {
                assertThat(picture.tiles().get(1).black()).isTrue();
            } else if (picture.at() > 2.02) {
                assertThat(2 + picture.tiles().get(1).number() / (double) FPS).isCloseTo(picture.at(), within(0.06));
            }
        }
    }

    @Test
    void split_makes_a_file_per_party_with_both_voices() throws Exception {
        var caller = new Camera(2, VideoCodec.H264);
        var callee = new Camera(3, VideoCodec.H264);
        RawCall call = spoken();
        caller.film(call, STARTED, FPS, film(VideoCodec.H264));
        callee.film(call, STARTED, FPS, film(VideoCodec.H264).subList(0, PICTURES / 2));
        Path second = folder.resolve("callee");

        convert(
                call,
                List.of(caller.stream(""), callee.stream("")),
                plan(MediaFormat.MP4, ChannelLayout.SPLIT),
                second);

        for (Path file : List.of(folder.resolve("movie"), second)) {
            MovieReader movie = MovieReader.read(file, 1);
            assertThat(movie.seconds).isCloseTo(SECONDS, within(0.04));
            assertThat(movie.channels).isEqualTo(1);
            assertThat(ToneDetector.spans(movie.sound, movie.sampleRate, TONE, 0.05))
                    .hasSameSizeAs(CLAPS);
        }
        assertThat(MovieReader.read(folder.resolve("movie"), 1).pictures).hasSize(PICTURES);
        assertThat(MovieReader.read(second, 1).pictures).hasSize(PICTURES / 2);
    }

    @ParameterizedTest
    @CsvSource({"H264, MP4", "VP8, WEBM"})
    void a_loss_freezes_the_picture_until_the_next_key_frame_and_moves_nothing(VideoCodec codec, MediaFormat format)
            throws Exception {
        var camera = new Camera(2, codec);
        RawCall call = spoken();
        List<byte[]> film = film(codec);
        int lost = packetsBefore(camera, film, 30); // the first of picture 30

        camera.film(call, STARTED, FPS, film, packet -> packet == lost);
        ConversionReport report = convert(call, List.of(camera.stream("")), plan(format, ChannelLayout.MONO), null);

        MovieReader movie = MovieReader.read(folder.resolve("movie"), 1);
        int key = keyFrom(31, codec, film);
        List<Integer> kept = IntStream.range(0, PICTURES)
                .filter(picture -> picture < 30 || picture >= key)
                .boxed()
                .toList();
        assertThat(movie.numbers()).isEqualTo(kept);
        for (Shown picture : movie.pictures) {
            assertThat(picture.at()).isCloseTo(picture.only().number() / (double) FPS, within(0.02));
        }
        assertThat(report.video().lost()).isEqualTo(1);
        assertThat(report.video().dropped()).isBetween(key - 31L, key - 30L);
    }

    @Test
    void packets_out_of_order_harm_nothing() throws Exception {
        var camera = new Camera(2, VideoCodec.H264);
        var orderly = new RawCall();
        camera.film(orderly, STARTED, FPS, film(VideoCodec.H264));
        RawCall call = spoken();
        var number = new AtomicInteger();
        orderly.replay((side, nanos, frame) -> {
            long delay = number.getAndIncrement() % 7 == 3 ? 25_000_000 : 0; // behind those that follow
            call.addFrame(side, nanos + delay, frame);
        });

        convert(call, List.of(camera.stream("")), plan(MediaFormat.MP4, ChannelLayout.MONO), null);

        MovieReader movie = MovieReader.read(folder.resolve("movie"), 1);
        assertThat(movie.numbers())
                .isEqualTo(IntStream.range(0, PICTURES).boxed().toList());
    }

    @Test
    void a_camera_that_starts_late_is_seen_from_the_beginning_and_in_its_time() throws Exception {
        var camera = new Camera(2, VideoCodec.H264);
        RawCall call = spoken();
        camera.film(call, STARTED.plusMillis(1_500), FPS, film(VideoCodec.H264).subList(0, 50));

        convert(call, List.of(camera.stream("")), plan(MediaFormat.MP4, ChannelLayout.MONO), null);

        MovieReader movie = MovieReader.read(folder.resolve("movie"), 1);
        assertThat(movie.pictures.getFirst().at()).isZero();
        assertThat(movie.pictures.get(0).only().number()).isZero();
        assertThat(movie.pictures.get(1).at()).isCloseTo(1.5, within(0.02));
        assertThat(movie.pictures.getLast().at()).isCloseTo(1.5 + 49.0 / FPS, within(0.02));
        assertThat(movie.seconds).isCloseTo(SECONDS, within(0.04));
    }

    @Test
    void a_camera_that_starts_anew_goes_on_in_its_time() throws Exception {
        var camera = new Camera(2, VideoCodec.H264);
        RawCall call = spoken();
        List<byte[]> film = film(VideoCodec.H264);
        int key = keyFrom(40, VideoCodec.H264, film);
        camera.film(call, STARTED, FPS, film.subList(0, key));
        camera.restart().film(call, STARTED.plusMillis(key * 1_000L / FPS), FPS, film.subList(key, PICTURES));

        convert(call, List.of(camera.stream("")), plan(MediaFormat.MP4, ChannelLayout.MONO), null);

        MovieReader movie = MovieReader.read(folder.resolve("movie"), 1);
        assertThat(movie.numbers())
                .isEqualTo(IntStream.range(0, PICTURES).boxed().toList());
        for (Shown picture : movie.pictures) {
            assertThat(picture.at()).isCloseTo(picture.only().number() / (double) FPS, within(0.03));
        }
    }

    @Test
    void what_was_paused_is_not_seen() throws Exception {
        var camera = new Camera(2, VideoCodec.H264);
        RawCall call = spoken();
        List<byte[]> film = film(VideoCodec.H264);
        camera.film(call, STARTED, FPS, film);
        MediaPlan plan = plan(
                MediaFormat.MP4,
                ChannelLayout.MONO,
                piece(0, 1_000, true),
                piece(1_000, 2_000, false), // silence
                piece(3_000, 4_000, true)); // the third second is cut out

        convert(call, List.of(camera.stream("")), plan, null);

        MovieReader movie = MovieReader.read(folder.resolve("movie"), 1);
        assertThat(movie.seconds).isCloseTo(3, within(0.04));
        int key = keyFrom(75, VideoCodec.H264, film);
        assertThat(movie.numbers())
                .isEqualTo(IntStream.concat(IntStream.range(0, 25), IntStream.range(key, PICTURES))
                        .boxed()
                        .toList());
        assertThat(movie.pictures.get(25).at()).isCloseTo(key / (double) FPS - 1, within(0.02));
    }

    @Test
    void parameter_sets_may_stand_in_the_sdp_alone() throws Exception {
        var camera = new Camera(2, VideoCodec.H264);
        List<byte[]> film = film(VideoCodec.H264);
        String sprop = VideoPackets.units(film.getFirst()).stream()
                .filter(MovieTest::isParameterSet)
                .map(unit -> Base64.getEncoder().encodeToString(unit))
                .collect(Collectors.joining(","));
        RawCall call = spoken();
        camera.film(
                call, STARTED, FPS, film.stream().map(MovieTest::withoutSets).toList());

        convert(
                call,
                List.of(
                        camera.stream("profile-level-id=42e01f"),
                        new Camera(3, VideoCodec.H264)
                                .stream("sprop-parameter-sets=" + sprop)), // as the caller's SDP has it
                plan(MediaFormat.MP4, ChannelLayout.MONO),
                null);

        assertThat(MovieReader.read(folder.resolve("movie"), 1).pictures).hasSize(PICTURES);
    }

    @Test
    void an_mp4_begins_with_its_index_and_says_whose_call_it_is() throws Exception {
        var camera = new Camera(2, VideoCodec.H264);
        RawCall call = spoken();
        camera.film(call, STARTED, FPS, film(VideoCodec.H264));

        convert(call, List.of(camera.stream("")), plan(MediaFormat.MP4, ChannelLayout.MONO), null);

        assertThat(boxes(folder.resolve("movie"))).startsWith("ftyp", "moov").contains("mdat");
        assertThat(MovieReader.read(folder.resolve("movie"), 1).tags)
                .containsEntry("session-id", "call-7")
                .containsEntry("caller", "1001")
                .containsEntry("callee", "1002")
                .containsEntry("creation_time", "2030-01-07T09:00:00Z");
    }

    @Test
    void a_call_with_video_is_found_in_a_capture_by_its_sdp() throws Exception {
        var caller = new Camera(2, VideoCodec.H264);
        var callee = new Camera(3, VideoCodec.VP8);
        RawCall raw = spoken();
        caller.film(raw, STARTED.plusMillis(200), FPS, film(VideoCodec.H264));
        callee.film(raw, STARTED, FPS, film(VideoCodec.VP8));

        PcapCall call =
                PcapCall.find(raw.writeTo(folder.resolve("raw")), sdp("192.0.2.1", 20_000), sdp("192.0.2.2", 20_000));
        MediaPlan plan = MediaPlan.wholeCall(MediaFormat.WEBM, ChannelLayout.SPLIT, 0, call.startedAt());
        Path second = folder.resolve("callee");
        conversion.convert(call, call.streams(), new Rendition(plan, folder.resolve("movie"), second));

        MovieReader first = MovieReader.read(folder.resolve("movie"), 1); // coded anew
        assertThat(first.codecs).containsExactly("vp8", "opus");
        assertThat(flashes(first.pictures).getFirst()).isCloseTo(1.2, within(0.04));
        assertThat(MovieReader.read(second, 1).numbers())
                .isEqualTo(IntStream.range(0, PICTURES).boxed().toList());
    }

    private static String sdp(String address, int port) {
        return "v=0\r\no=- 1 1 IN IP4 " + address + "\r\ns=-\r\nc=IN IP4 " + address + "\r\nt=0 0\r\nm=audio " + port
                + " RTP/AVP 0 8\r\nm=video " + (port + 2)
                + " RTP/AVP 96 97\r\na=rtpmap:96 H264/90000\r\na=rtpmap:97 VP8/90000\r\n";
    }

    @ParameterizedTest
    @EnumSource(names = {"MP4", "WEBM"})
    void a_call_without_video_is_a_movie_without_pictures(MediaFormat format) throws Exception {
        convert(spoken(), List.of(), plan(format, ChannelLayout.STEREO), null);

        MovieReader movie = MovieReader.read(folder.resolve("movie"), 1);
        assertThat(movie.pictures).isEmpty();
        assertThat(movie.seconds).isCloseTo(SECONDS, within(0.04));
        assertThat(ToneDetector.spans(movie.sound, movie.sampleRate, TONE, 0.05))
                .hasSameSizeAs(CLAPS);
    }

    @Test
    void a_call_ends_with_its_last_picture_when_that_comes_after_the_last_sound() throws Exception {
        var camera = new Camera(2, VideoCodec.H264);
        RawCall call = spoken();
        camera.film(call, STARTED.plusSeconds(2), FPS, film(VideoCodec.H264)); // to second 6

        convert(
                call,
                List.of(camera.stream("")),
                MediaPlan.wholeCall(MediaFormat.MP4, ChannelLayout.MONO, 0, STARTED),
                null);

        MovieReader movie = MovieReader.read(folder.resolve("movie"), 1);
        assertThat(movie.seconds).isCloseTo(6, within(0.06));
        assertThat(movie.pictures).hasSize(PICTURES + 1); // the first from the beginning, and again in its time
    }

    @Test
    void the_same_call_gives_the_same_file() throws Exception {
        for (MediaFormat format : List.of(MediaFormat.MP4, MediaFormat.WEBM)) {
            var camera = new Camera(2, VideoCodec.H264);
            RawCall call = spoken();
            camera.film(call, STARTED, FPS, film(VideoCodec.H264));

            convert(call, List.of(camera.stream("")), plan(format, ChannelLayout.MONO), null);
            byte[] once = Files.readAllBytes(folder.resolve("movie"));
            convert(call, List.of(camera.stream("")), plan(format, ChannelLayout.MONO), null);

            assertThat(Files.readAllBytes(folder.resolve("movie"))).isEqualTo(once);
        }
    }

    private static int keyFrom(int picture, VideoCodec codec, List<byte[]> film) {
        return IntStream.range(picture, PICTURES)
                .filter(later -> TestFilm.isKey(codec, film.get(later)))
                .findFirst()
                .orElseThrow();
    }

    private static int packetsBefore(Camera camera, List<byte[]> film, int picture) {
        var counted = new AtomicInteger();
        camera.film(new RawCall(), STARTED, FPS, film.subList(0, picture), _ -> counted.getAndIncrement() < 0);
        camera.restart();
        return counted.get();
    }

    private static boolean isParameterSet(byte[] unit) {
        int type = unit[0] & 0x1F;
        return type == 7 || type == 8;
    }

    private static byte[] withoutSets(byte[] picture) {
        var kept = new ByteArrayOutputStream();
        VideoPackets.units(picture).stream()
                .filter(unit -> !isParameterSet(unit))
                .forEach(unit -> {
                    kept.writeBytes(new byte[] {0, 0, 0, 1});
                    kept.writeBytes(unit);
                });
        return kept.toByteArray();
    }

    /** Types of the boxes of the file, in their order (ISO 14496-12, 4.2). */
    private static List<String> boxes(Path file) throws Exception {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        var types = new ArrayList<String>();
        while (bytes.remaining() >= 8) {
            int size = bytes.getInt(bytes.position());
            types.add(new String(bytes.array(), bytes.position() + 4, 4, StandardCharsets.US_ASCII));
            bytes.position(bytes.position() + size);
        }
        return types;
    }

    private static Piece piece(long fromMillis, long toMillis, boolean heard) {
        return new Piece(Duration.ofMillis(fromMillis), Duration.ofMillis(toMillis), heard);
    }

    private ConversionReport convert(RawCall call, List<MediaStream> video, MediaPlan plan, Path second)
            throws Exception {
        var streams = new ArrayList<>(RawCall.G711);
        streams.addAll(video);
        var capture = new PcapngCapture(call.writeTo(folder.resolve("raw")));
        return conversion.convert(capture, streams, new Rendition(plan, folder.resolve("movie"), second));
    }

    private static MediaPlan plan(MediaFormat format, ChannelLayout layout, Piece... pieces) {
        List<Piece> all = pieces.length > 0
                ? List.of(pieces)
                : List.of(new Piece(Duration.ZERO, Duration.ofSeconds(SECONDS), true));
        return new MediaPlan(new CallLabel("call-7", "1001", "1002"), format, layout, 0, STARTED, all);
    }

    /** Both speak for the whole call; the caller is silent but for the tones of the claps, the callee says nothing. */
    private static RawCall spoken() {
        short[] voice = new short[SECONDS * 8_000];
        for (int clap : CLAPS) {
            short[] tone = Tones.sine(TONE, 12_000, CLAP_PICTURES * 8_000 / FPS);
            System.arraycopy(tone, 0, voice, clap * 8_000 / FPS, tone.length);
        }
        return new RawCall().speak(0, STARTED, 0, voice).speak(1, STARTED, 8, new short[SECONDS * 8_000]);
    }

    private static List<byte[]> film(VideoCodec codec) {
        return FILMS.computeIfAbsent(codec, _ -> TestFilm.coded(codec, SIZE, FPS, PICTURES, MovieTest::inClap));
    }

    private static boolean inClap(int picture) {
        return CLAPS.stream().anyMatch(clap -> picture >= clap && picture < clap + CLAP_PICTURES);
    }

    /** When it becomes bright. */
    private static List<Double> flashes(List<Shown> pictures) {
        var found = new ArrayList<Double>();
        boolean before = false;
        for (Shown picture : pictures) {
            if (picture.only().flash() && !before) {
                found.add(picture.at());
            }
            before = picture.only().flash();
        }
        return found;
    }
}
