package io.tapedeck.capture.control;

import io.tapedeck.capture.control.CookieCache.Verdict;
import io.tapedeck.capture.session.CaptureSessions;
import io.tapedeck.protocol.ng.Bencode;
import io.tapedeck.protocol.ng.NgDatagram;
import io.tapedeck.protocol.ng.NgException;
import io.tapedeck.protocol.ng.NgValue;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What happens to a request, whichever way it came: cookie, decode, run in the order of its call, reply in the format
 * it was asked in. Commands of different calls run side by side.
 */
final class NgDispatcher {

    private static final Logger LOG = System.getLogger(NgDispatcher.class.getName());

    private final CaptureSessions sessions;
    private final NgCommands commands;
    private final CookieCache<NgPeer> cookies;
    private final NgJson json;
    private final EventFollowers followers;
    private final LongAdder requests = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final SparseLog faults = new SparseLog(LOG, System::nanoTime);

    NgDispatcher(
            CaptureSessions sessions,
            NgCommands commands,
            CookieCache<NgPeer> cookies,
            NgJson json,
            EventFollowers followers) {
        this.sessions = sessions;
        this.commands = commands;
        this.cookies = cookies;
        this.json = json;
        this.followers = followers;
    }

    long requests() {
        return requests.sum();
    }

    long refused() {
        return refused.sum();
    }

    /** Something that is no request, or more than there is room for. */
    void refuse() {
        refused.increment();
    }

    /** With a cookie: the same again gets the stored reply. */
    void take(NgDatagram datagram, NgPeer peer) {
        requests.increment();
        switch (cookies.ask(datagram.cookie(), peer.host(), peer)) {
            case Verdict.Work(CookieCache.Key key) -> {
                Consumer<byte[]> reply = body -> {
                    byte[] bytes = new NgDatagram(datagram.cookie(), body).toBytes();
                    cookies.answer(key, ByteBuffer.wrap(bytes)).forEach(asker -> asker.send(bytes));
                };
                if (!work(datagram.body(), peer, reply)) {
                    cookies.forget(key);
                }
            }
            case Verdict.Repeat(ByteBuffer reply) -> peer.send(bytesOf(reply));
            case Verdict.Patience() -> {
                // the reply goes to everybody who asked
            }
        }
    }

    /** Without a cookie: whoever asks twice gets it done twice. */
    void take(byte[] body, NgPeer peer) {
        requests.increment();
        boolean _ = work(body, peer, peer::send);
    }

    /** @return false when there was no room and the controller will repeat it */
    private boolean work(byte[] body, NgPeer peer, Consumer<byte[]> reply) {
        boolean isJson = isJson(body);
        NgRequest request = decode(body, isJson);
        if (request == null) {
            reply.accept(encoded(NgReplies.error("Invalid NG data format"), isJson));
            return true;
        }
        String callId = request.text("call-id").orElse("");
        Runnable task = () -> reply.accept(encoded(answer(request), isJson));
        if (callId.isEmpty()) {
            task.run();
            return true;
        }
        if (peer.hearsEvents()) {
            followers.follow(callId, peer, isJson);
        }
        if (sessions.inOrder(callId, task)) {
            return true;
        }
        refused.increment();
        if (peer.repeatsItself()) {
            return false;
        }
        reply.accept(encoded(NgReplies.error("Too many requests are waiting"), isJson));
        return true;
    }

    private static boolean isJson(byte[] body) {
        return body.length > 0 && body[0] == '{';
    }

    private @Nullable NgRequest decode(byte[] body, boolean isJson) {
        try {
            NgValue value = isJson ? json.decode(body) : Bencode.decode(ByteBuffer.wrap(body));
            if (value instanceof NgDictionary dictionary) {
                return NgRequest.of(dictionary);
            }
        } catch (NgException | JacksonException _) {
            // counted below
        }
        refused.increment();
        return null;
    }

    private byte[] encoded(NgDictionary reply, boolean isJson) {
        return isJson ? json.encode(reply) : Bencode.encode(reply);
    }

    private NgDictionary answer(NgRequest request) {
        try {
            return commands.handle(request);
        } catch (NgRefusal refusal) {
            return NgReplies.error(String.valueOf(refusal.getMessage()));
        } catch (RuntimeException e) {
            String callId = request.text("call-id").orElse("-");
            faults.say(Level.ERROR, "command " + request.command() + " of call " + callId + " failed", e);
            return NgReplies.error("Internal error");
        }
    }

    private static byte[] bytesOf(ByteBuffer reply) {
        byte[] bytes = new byte[reply.remaining()];
        reply.get(reply.position(), bytes); // absolute: several repetitions may read it
        return bytes;
    }
}
