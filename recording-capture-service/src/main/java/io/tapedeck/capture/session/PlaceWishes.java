package io.tapedeck.capture.session;

import org.jspecify.annotations.Nullable;

/**
 * Which of our interfaces the parties of an offer are to reach; counts when a line is opened.
 *
 * @param writerInterface for who wrote it; null for any
 * @param receiverInterface for who gets it; null for any
 * @param receiverIpv6 whether who gets it speaks IPv6; null for the writer's family
 */
public record PlaceWishes(
        @Nullable String writerInterface,
        @Nullable String receiverInterface,
        @Nullable Boolean receiverIpv6) {

    public static final PlaceWishes NONE = new PlaceWishes(null, null, null);

    MediaPlace writer(LineTerms line) {
        return new MediaPlace(writerInterface, line.ipv6());
    }

    MediaPlace receiver(LineTerms line) {
        return new MediaPlace(receiverInterface, receiverIpv6 == null ? line.ipv6() : receiverIpv6);
    }
}
