package io.tapedeck.gateway.announcements;

import io.tapedeck.contracts.directory.PromptLanguage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** The program espeak-ng, where it is installed; the text goes in by its standard input, never as an argument. */
final class EspeakEngine implements SpeechEngine {

    private static final Duration WITHIN = Duration.ofSeconds(30);

    /** Ten minutes of what it writes. */
    private static final int MOST_BYTES = 32 << 20;

    private static final int PITCH_STEP = 11;
    private static final int SLOWEST_WORDS_A_MINUTE = 80;
    private static final int RATE_STEP = 20;

    private final String program;

    EspeakEngine(String program) {
        this.program = program;
    }

    @Override
    public byte[] speak(Utterance utterance) throws IOException {
        String voice = voice(utterance.language()) + (utterance.gender() == Utterance.Gender.FEMALE ? "+f3" : "+m3");
        List<String> command = List.of(
                program,
                "-v",
                voice,
                "-p",
                String.valueOf(utterance.pitch() * PITCH_STEP),
                "-s",
                String.valueOf(SLOWEST_WORDS_A_MINUTE + utterance.rate() * RATE_STEP),
                "-b",
                "1",
                "--stdout");
        ChildProcess.Result result =
                ChildProcess.run(command, utterance.text().getBytes(StandardCharsets.UTF_8), WITHIN, MOST_BYTES);
        if (result.exitCode() != 0 || result.output().length == 0) {
            throw new IOException("espeak-ng failed: " + result.complaint());
        }
        return result.output();
    }

    private static String voice(PromptLanguage language) {
        return language == PromptLanguage.ENGLISH ? "en-gb-x-rp" : language.code();
    }
}
