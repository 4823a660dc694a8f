package io.tapedeck.proxy.sip;

import io.tapedeck.proxy.recording.MediaAnchor.DigitListener;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Brings the keys of one party from the thread that all calls of a node share into the mailbox of the call. What is too
 * much is the flood's own loss, never that of a BYE.
 */
final class KeyGate implements DigitListener {

    private static final int MOST_WAITING = 32;

    private final Mailbox mailbox;
    private final String tag;
    private final Consumer<Character> pressed;
    private final AtomicInteger waiting = new AtomicInteger();

    KeyGate(Mailbox mailbox, String tag, Consumer<Character> pressed) {
        this.mailbox = mailbox;
        this.tag = tag;
        this.pressed = pressed;
    }

    @Override
    public void pressed(String by, char key) {
        if (!by.equals(tag)) {
            return;
        }
        if (waiting.incrementAndGet() > MOST_WAITING || !mailbox.post(() -> hear(key))) {
            waiting.decrementAndGet();
        }
    }

    private void hear(char key) {
        waiting.decrementAndGet();
        pressed.accept(key);
    }
}
