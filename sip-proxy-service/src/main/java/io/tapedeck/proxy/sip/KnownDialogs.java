package io.tapedeck.proxy.sip;

import io.tapedeck.proxy.sip.KnownDialog.Replaced;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The dialogs of all calls that are up, for Replaces (RFC 3891). Safe for any thread. */
final class KnownDialogs {

    private final Map<String, KnownDialog> dialogs = new ConcurrentHashMap<>();

    int size() {
        return dialogs.size();
    }

    void add(KnownDialog dialog) {
        dialogs.put(key(dialog.callId, dialog.initiatorTag), dialog);
    }

    void forget(KnownDialog dialog) {
        dialogs.remove(key(dialog.callId, dialog.initiatorTag), dialog);
    }

    Optional<Replaced> find(ReplacesHeader wanted) {
        return Stream.of(wanted.toTag(), wanted.fromTag())
                .flatMap(tag -> Stream.ofNullable(dialogs.get(key(wanted.callId(), tag))))
                .flatMap(dialog -> Stream.ofNullable(dialog.find(wanted)))
                .findFirst();
    }

    private static String key(String callId, String initiatorTag) {
        return callId + " " + initiatorTag;
    }
}
