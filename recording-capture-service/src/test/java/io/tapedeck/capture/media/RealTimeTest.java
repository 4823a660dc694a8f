package io.tapedeck.capture.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RealTimeTest {

    private static final int NICE = 19;
    private static final int POLICY = 41;

    @Test
    void what_was_claimed_can_be_given_up_and_claimed_again() throws InterruptedException {
        assumeTrue(EpollIo.isPossible());
        List<String> places = new ArrayList<>();
        List<String> got = new ArrayList<>();

        onThreadOfItsOwn(() -> {
            places.add(place());
            got.add(RealTime.AUTO.claim());
            places.add(place());
            RealTime.AUTO.giveUp();
            places.add(place());
            got.add(RealTime.AUTO.claim());
            places.add(place());
        });

        assumeTrue(!got.contains("ordinary"), "the system allows neither");
        assertThat(places.get(1)).isNotEqualTo(places.get(0));
        assertThat(places.get(2)).isEqualTo(places.get(0));
        assertThat(places.get(3)).isEqualTo(places.get(1));
    }

    @Test
    void whoever_wants_no_place_keeps_the_ordinary_one() throws InterruptedException {
        assumeTrue(EpollIo.isPossible());
        List<String> places = new ArrayList<>();

        onThreadOfItsOwn(() -> {
            places.add(place());
            places.add(RealTime.OFF.claim());
            RealTime.OFF.giveUp();
            places.add(place());
        });

        assertThat(places.get(1)).isEqualTo("ordinary");
        assertThat(places.get(2)).isEqualTo(places.get(0));
    }

    private static void onThreadOfItsOwn(Runnable work) throws InterruptedException {
        Thread.ofPlatform().start(work).join();
    }

    /** Scheduling class and nice value of the calling thread, by the numbers of proc(5); a name in brackets is the 2nd. */
    private static String place() {
        try {
            String line = Files.readString(Path.of("/proc/thread-self/stat"));
            String[] field = line.substring(line.lastIndexOf(')') + 2).split(" ");
            return field[POLICY - 3] + " " + field[NICE - 3];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
