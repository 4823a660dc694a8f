package io.tapedeck.gateway.announcements;

/** A file cannot be made into an announcement; its sender has to act. The message is a sentence for people. */
final class SoundRefused extends Exception {

    SoundRefused(String message) {
        super(message);
    }
}
