package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.proxy.sip.MistakeTest.Course;
import io.tapedeck.testkit.time.Eventually;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One call in which Alice and those she calls do their part whatever the proxy does, until everybody has what they wait for: Alice the
 * end of each request, and who was called the end of each INVITE.
 */
final class MistakeScene implements MistakeTest.Scene {

    private final Course course;
    private final String callId;
    private final TextPhone alice;
    private final List<TextPhone> called;
    private final String invite;

    /** Requests of Alice that have no final answer yet, by CSeq. */
    private final Set<String> asked = new HashSet<>();

    /** INVITEs that are not over for who was called. */
    private final Map<TextPhone, Message> rings = new HashMap<>();

    /** Who answered and has heard neither BYE nor ACK. */
    private final Set<TextPhone> unacknowledged = new HashSet<>();

    private final Set<TextPhone> talking = new HashSet<>();
    private @Nullable Message answer;
    private boolean hangsUp;

    MistakeScene(Course course, String callId, FakeHouse house, TextPhone alice, TextPhone bob, TextPhone carol) {
        this.course = course;
        this.callId = callId;
        this.alice = alice;
        this.called = List.of(bob, carol);
        this.invite = alice.invite("sip:1002@example.com", callId);
        house.reset();
        switch (course) {
            case ANSWERED_BY_ONE_OF_TWO -> house.reach("1002", bob, carol);
            case FORWARDED -> {
                house.own("1002", bob);
                house.own("1003", carol);
                house.diverted.put("1002 NO_ANSWER", house.targets.get("1003").getFirst());
            }
            default -> house.reach("1002", bob);
        }
    }

    @Override
    public void play(Duration patience) {
        asked.add("1 INVITE");
        alice.send(invite);
        Eventually.passes(
                () -> {
                    react();
                    assertThat(isOver())
                            .as(
                                    "%s: Alice waits for %s; ringing %s, unacknowledged %d, talking %d",
                                    callId, asked, rings.values(), unacknowledged.size(), talking.size())
                            .isTrue();
                },
                patience);
    }

    private void react() {
        for (Message message = alice.poll(); message != null; message = alice.poll()) {
            atAlice(message);
        }
        for (TextPhone phone : called) {
            for (Message message = phone.poll(); message != null; message = phone.poll()) {
                atCalled(phone, message);
            }
        }
    }

    private boolean isOver() {
        return asked.isEmpty() && rings.isEmpty() && unacknowledged.isEmpty() && talking.isEmpty();
    }

    private void atAlice(Message message) {
        if (message.method().equals("BYE")) {
            alice.send(alice.response(message, 200, "OK", ""));
            return;
        }
        int status = message.status();
        if (status >= 100 && status < 200) {
            return;
        }
        String what = message.header("CSeq");
        if (status >= 200) {
            asked.remove(what);
        }
        if (!what.endsWith("INVITE")) {
            return;
        }
        if (status >= 300) {
            alice.send(acknowledgementOf(message));
            if (what.equals("2 INVITE")) {
                hangUp();
            }
            return;
        }
        answer = answer == null ? message : answer;
        alice.send(alice.inDialog(message, "ACK", what.equals("1 INVITE") ? 1 : 2, ""));
        if (course == Course.HELD && what.equals("1 INVITE")) {
            asked.add("2 INVITE");
            alice.send(alice.inDialog(message, "INVITE", 2, TextPhone.SDP));
        } else {
            hangUp();
        }
    }

    private void hangUp() {
        if (!hangsUp && answer != null) {
            hangsUp = true;
            asked.add("3 BYE");
            alice.send(alice.inDialog(answer, "BYE", 3, ""));
        }
    }

    private String acknowledgementOf(Message refusal) {
        return "ACK sip:1002@example.com SIP/2.0\r\nVia: " + refusal.header("Via") + "\r\nFrom: "
                + refusal.header("From") + "\r\nTo: " + refusal.header("To") + "\r\nCall-ID: " + callId
                + "\r\nCSeq: " + refusal.header("CSeq").replace("INVITE", "ACK")
                + "\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
    }

    private void atCalled(TextPhone phone, Message message) {
        switch (message.method()) {
            case "INVITE" -> invited(phone, message);
            case "CANCEL" -> {
                phone.send(phone.response(message, 200, "OK", ""));
                Message ringing = rings.remove(phone);
                if (ringing != null) {
                    phone.send(phone.response(ringing, 487, "Request Terminated", ""));
                }
            }
            case "ACK" -> unacknowledged.remove(phone);
            case "BYE" -> {
                talking.remove(phone);
                unacknowledged.remove(phone);
                phone.send(phone.response(message, 200, "OK", ""));
            }
            default -> {}
        }
    }

    private void invited(TextPhone phone, Message message) {
        if (message.header("CSeq").startsWith("2 ")) {
            unacknowledged.add(phone);
            phone.send(phone.response(message, 200, "OK", TextPhone.SDP));
            return;
        }
        boolean first = phone == called.getFirst();
        if (course == Course.SILENT) {
            return;
        }
        if (course == Course.BUSY) {
            phone.send(phone.response(message, 486, "Busy Here", ""));
            return;
        }
        rings.put(phone, message);
        phone.send(phone.response(message, 180, "Ringing", ""));
        if (course == Course.CANCELLED) {
            alice.send(TextPhone.cancelOf(invite));
            return;
        }
        boolean answers = switch (course) {
            case RINGING_TOO_LONG -> false;
            case FORWARDED -> !first;
            case ANSWERED_BY_ONE_OF_TWO -> rings.size() == 2;
            default -> true;
        };
        if (answers) {
            rings.remove(phone);
            talking.add(phone);
            unacknowledged.add(phone);
            phone.send(phone.response(message, 200, "OK", TextPhone.SDP));
        }
    }
}
