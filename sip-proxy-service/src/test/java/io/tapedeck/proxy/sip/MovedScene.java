package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.testkit.time.Eventually;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Alice calls Bob, and the call moves on to Carol: Bob sends Alice there, or Carol takes Bob's place. The phones do their part whatever
 * the proxy does, until everybody has what they wait for; at the end who called hangs up.
 */
final class MovedScene implements MistakeTest.Scene {

    private final boolean pickedUp;
    private final String first;
    private final String second;
    private final TextPhone alice;
    private final TextPhone bob;
    private final TextPhone carol;
    private final List<TextPhone> phones;

    /** Requests without a final answer yet: phone, Call-ID and CSeq. */
    private final Set<String> asked = new HashSet<>();

    /** Who believes to be in which call. */
    private final Set<String> talking = new HashSet<>();

    /** The answers to who called, by Call-ID. */
    private final Map<String, Message> answers = new HashMap<>();

    private @Nullable Message atBob;
    private boolean over;

    MovedScene(boolean pickedUp, String callId, FakeHouse house, TextPhone alice, TextPhone bob, TextPhone carol) {
        this.pickedUp = pickedUp;
        this.first = callId;
        this.second = callId + "-on";
        this.alice = alice;
        this.bob = bob;
        this.carol = carol;
        this.phones = List.of(alice, bob, carol);
        house.reset();
        house.own("1001", alice);
        house.own("1002", bob);
        house.own("1003", carol);
    }

    @Override
    public void play(Duration patience) {
        ask(alice, first, "1 INVITE", alice.invite("sip:1002@example.com", first));
        Eventually.passes(
                () -> {
                    for (TextPhone phone : phones) {
                        for (Message message = phone.poll(); message != null; message = phone.poll()) {
                            heard(phone, message);
                        }
                    }
                    assertThat(over && asked.isEmpty() && talking.isEmpty())
                            .as("%s: over %s, waiting for %s, talking %s", first, over, asked, talking)
                            .isTrue();
                },
                patience);
    }

    private void ask(TextPhone phone, String callId, String sequence, String request) {
        asked.add(key(phone, callId) + " " + sequence);
        phone.send(request);
    }

    private String key(TextPhone phone, String callId) {
        return phones.indexOf(phone) + " " + callId;
    }

    private void heard(TextPhone phone, Message message) {
        if (message.status() > 0) {
            answered(phone, message);
            return;
        }
        switch (message.method()) {
            case "INVITE" -> invited(phone, message);
            case "REFER" -> {
                phone.send(phone.response(message, 202, "Accepted", ""));
                call(alice, TransferScene.second(alice.invite(TransferScene.uriIn(message), second)));
            }
            case "BYE" -> {
                talking.remove(key(phone, message.header("Call-ID")));
                phone.send(phone.response(message, 200, "OK", ""));
            }
            default -> {} // an ACK
        }
    }

    private void invited(TextPhone phone, Message invite) {
        atBob = phone == bob ? invite : atBob;
        talking.add(key(phone, invite.header("Call-ID")));
        phone.send(phone.response(invite, 200, "OK", TextPhone.SDP));
        if (phone == alice) {
            hangUp(alice, first); // whoever takes Bob's place is there now
        }
    }

    private void answered(TextPhone phone, Message response) {
        String callId = response.header("Call-ID");
        String sequence = response.header("CSeq");
        if (response.status() < 200 || !asked.remove(key(phone, callId) + " " + sequence)) {
            return;
        }
        boolean refused = response.status() >= 300;
        if (sequence.endsWith("INVITE")) {
            if (refused) {
                phone.send(acknowledgementOf(response));
            } else {
                talking.add(key(phone, callId));
                answers.put(callId, response);
                phone.send(phone.inDialog(response, "ACK", 1, ""));
            }
        }
        boolean goesOn =
                !refused && (sequence.endsWith("REFER") || sequence.endsWith("INVITE") && callId.equals(first));
        if (goesOn && sequence.endsWith("INVITE")) {
            move();
        } else if (!goesOn && !sequence.endsWith("BYE")) {
            end();
        }
    }

    private void move() {
        if (pickedUp) {
            call(
                    carol,
                    carol.invite(
                            "sip:1001@example.com",
                            second,
                            "Replaces: " + first + ";to-tag=from-alice;from-tag=to-bob"));
        } else if (atBob != null) {
            ask(
                    bob,
                    first,
                    "1 REFER",
                    bob.calleeInDialog(atBob, "REFER", 1, "")
                            .replace("Max-Forwards", "Refer-To: <sip:1003@example.com>\r\nMax-Forwards"));
        }
    }

    private void call(TextPhone phone, String invite) {
        ask(phone, second, "1 INVITE", invite);
    }

    private void end() {
        over = true;
        hangUp(alice, first);
        hangUp(pickedUp ? carol : alice, second);
    }

    private void hangUp(TextPhone caller, String callId) {
        Message answer = answers.get(callId);
        if (answer != null && talking.remove(key(caller, callId))) {
            ask(caller, callId, "3 BYE", caller.inDialog(answer, "BYE", 3, ""));
        }
    }

    private static String acknowledgementOf(Message refusal) {
        return "ACK sip:1002@example.com SIP/2.0\r\nVia: " + refusal.header("Via") + "\r\nFrom: "
                + refusal.header("From") + "\r\nTo: " + refusal.header("To") + "\r\nCall-ID: "
                + refusal.header("Call-ID") + "\r\nCSeq: 1 ACK\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
    }
}
