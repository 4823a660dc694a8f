package io.tapedeck.testkit.phone;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What the other side has said in a call, kept for the tests. Written by the SIP loop, read by any thread. */
final class PeerMessages {

    private final List<String> infos = new CopyOnWriteArrayList<>();
    private volatile @Nullable SipMessage last;
    private volatile String sessionId = "";

    /** An INVITE or a response to ours. */
    void heard(SipMessage message) {
        last = message;
        message.find("X-Session-Id").ifPresent(id -> sessionId = id);
    }

    void info(SipMessage request) {
        infos.add(new String(request.toBytes(), StandardCharsets.UTF_8));
    }

    Optional<SipMessage> last() {
        return Optional.ofNullable(last);
    }

    String sessionId() {
        return sessionId;
    }

    List<String> infos() {
        return List.copyOf(infos);
    }
}
