package io.tapedeck.proxy.control;

import io.tapedeck.contracts.directory.FeatureCodes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the codes in what one party presses. No code begins with another, so one is found with its last digit. A wrong
 * digit does not spoil what may begin with it: in {@code **44} is a {@code *44}. Belongs to the mailbox of the session.
 */
final class CodeListener {

    /**
     * A code that was pressed.
     *
     * @param digits all of it
     */
    record Found(String digits, ControlAction action) {}

    private final Map<String, ControlAction> codes = new LinkedHashMap<>();
    private final Duration longestPause;
    private String pressed = "";
    private long last;

    /**
     * @param longestPause between two digits of a code
     */
    CodeListener(FeatureCodes codes, Duration longestPause) {
        this.longestPause = longestPause;
        add(codes.start(), ControlAction.START);
        add(codes.stop(), ControlAction.STOP);
        add(codes.pause(), ControlAction.PAUSE);
        add(codes.resume(), ControlAction.RESUME);
    }

    private void add(@Nullable String code, ControlAction action) {
        if (code != null && !code.isEmpty()) {
            codes.put(code, action);
        }
    }

    boolean isDeaf() {
        return codes.isEmpty();
    }

    /** @param nanoTime of the key, as {@link System#nanoTime()} has it */
    Optional<Found> press(char key, long nanoTime) {
        boolean tooLate = !pressed.isEmpty() && nanoTime - last > longestPause.toNanos();
        last = nanoTime;
        pressed = (tooLate ? "" : pressed) + key;
        while (!pressed.isEmpty() && codes.keySet().stream().noneMatch(code -> code.startsWith(pressed))) {
            pressed = pressed.substring(1);
        }
        ControlAction action = codes.get(pressed);
        if (action == null) {
            return Optional.empty();
        }
        var found = new Found(pressed, action);
        pressed = "";
        return Optional.of(found);
    }
}
