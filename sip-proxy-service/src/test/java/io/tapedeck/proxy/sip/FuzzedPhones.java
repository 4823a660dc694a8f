package io.tapedeck.proxy.sip;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Phones that say anything to the proxy, and to each other through it: in dialogs and out of them, in turn and out of turn, whole
 * and damaged, over UDP and TCP. Addresses are never damaged, so that nobody else hears of it. Belongs to one thread.
 */
final class FuzzedPhones implements AutoCloseable {

    private static final List<String> USERS = List.of("1001", "1002", "1003", "nobody", "offline", "noroute", "record");
    private static final List<String> IN_DIALOG = List.of(
            "BYE", "INFO", "MESSAGE", "REFER", "UPDATE", "INVITE", "ACK", "PRACK", "NOTIFY", "CANCEL", "OPTIONS",
            "ODD");
    private static final List<String> OUT_OF_DIALOG = List.of(
            "REGISTER", "MESSAGE", "OPTIONS", "SUBSCRIBE", "REFER", "NOTIFY", "PUBLISH", "INFO", "BYE", "PRACK");
    private static final List<Integer> STATUS =
            List.of(100, 180, 183, 199, 200, 200, 200, 202, 301, 302, 401, 404, 407, 408, 481, 486, 500, 503, 603, 699);
    private static final List<String> EXTRAS = List.of(
            "Require: 100rel",
            "Proxy-Require: nothing",
            "Supported: replaces, timer, 100rel",
            "Session-Expires: 90;refresher=uac",
            "Max-Forwards: 0",
            "Max-Forwards: 1",
            "Expires: 0",
            "Expires: 99999999999999999999",
            "RAck: 1 1 INVITE",
            "Subscription-State: terminated",
            "Referred-By: <sip:1002@example.com>",
            "Replaces: nobody;to-tag=a;from-tag=b",
            "Diversion: <sip:1003@example.com>;reason=unconditional",
            "Authorization: Digest username=\"wrong\"",
            "Proxy-Authorization: Digest wrong",
            "Content-Encoding: gzip",
            "X-Empty:");
    private static final List<String> LINES = List.of(
            "a=sendonly",
            "a=inactive",
            "a=rtpmap:96 opus/48000/2",
            "m=video 5000 RTP/AVP 31",
            "m=audio 0 RTP/AVP 0",
            "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:AAAA",
            "b=AS:64",
            "c=IN IP6 ::1",
            "m=",
            "a=",
            "=");
    private static final Pattern ADDRESS = Pattern.compile("(?<![\\d.])127\\.0\\.0\\.1(:\\d+)?");
    private static final int PACE = 5;
    private static final int MOST_DIALOGS = 40;
    private static final int MOST_CONNECTIONS = 20;

    private final SplittableRandom random;
    private final Damage damage;
    private final int port;
    private final List<TextPhone> phones;

    /** Asks now and then, and waits for the answer: a flood would be lost before the proxy sees it. */
    private final TextPhone pace;

    private final List<Torture> tortures;
    private final List<Dialog> dialogs = new ArrayList<>();
    private final List<TcpPhone> connections = new ArrayList<>();
    private final Map<TextPhone, String> said = new HashMap<>();
    private final Map<TextPhone, String> invited = new HashMap<>();
    private int number;

    /** @param message INVITE as the callee got it, or the 2xx as the caller got it */
    private record Dialog(TextPhone phone, boolean callee, Message message) {}

    FuzzedPhones(SplittableRandom random, int port, List<TextPhone> phones) throws IOException {
        this.random = random;
        this.damage = new Damage(random);
        this.port = port;
        this.phones = phones;
        this.pace = new TextPhone("pace", port);
        this.tortures = Torture.all();
    }

    /** One of them says something, and all react to what they have heard meanwhile. */
    void step() throws IOException {
        TextPhone phone = any(phones);
        number++;
        say(phone, line(phone));
        if (number % PACE == 0) {
            String callId = "pace-" + number;
            pace.ask(
                    pace.request("OPTIONS", "sip:127.0.0.1:" + port, callId, ""),
                    message -> callId.equals(message.header("Call-ID")));
        }
        for (TextPhone each : phones) {
            for (Message heard = each.poll(); heard != null; heard = each.poll()) {
                react(each, heard);
            }
        }
    }

    private String line(TextPhone phone) {
        return switch (random.nextInt(14)) {
            case 0, 1, 2 -> invite(phone);
            case 3, 4, 5, 6, 7 -> inDialog();
            case 8 -> invited.containsKey(phone) ? TextPhone.cancelOf(invited.get(phone)) : invite(phone);
            case 9, 10 -> request(phone, any(OUT_OF_DIALOG));
            case 11 -> new String(any(tortures).anew().message(), StandardCharsets.ISO_8859_1);
            case 12 -> said.containsKey(phone) ? said.get(phone) : invite(phone); // once more
            default ->
                "SIP/2.0 " + any(STATUS) + " Stray\r\n"
                        + request(phone, "OPTIONS").split("\r\n", 2)[1];
        };
    }

    private String invite(TextPhone phone) {
        String invite = phone.request("INVITE", uri(), callId(), sdp(), extras());
        invited.put(phone, invite);
        return invite;
    }

    private String request(TextPhone phone, String method) {
        String to = method.equals("REGISTER") ? "sip:example.com" : uri();
        String request = phone.request(method, to, callId(), random.nextBoolean() ? "" : sdp(), extras());
        return method.equals("REFER") ? referring(request) : request;
    }

    private String uri() {
        return random.nextInt(8) == 0 ? "sip:127.0.0.1:" + port : "sip:" + any(USERS) + "@example.com";
    }

    private String callId() {
        return "fuzz-" + number;
    }

    private String[] extras() {
        return IntStream.range(0, random.nextInt(3)).mapToObj(_ -> any(EXTRAS)).toArray(String[]::new);
    }

    private String inDialog() {
        String method = any(IN_DIALOG);
        if (dialogs.isEmpty()) {
            return request(any(phones), "OPTIONS");
        }
        Dialog dialog = any(dialogs);
        int sequence = random.nextInt(1, 10);
        String body = random.nextBoolean() ? "" : sdp();
        String request = dialog.callee
                ? dialog.phone.calleeInDialog(dialog.message, method, sequence, body)
                : dialog.phone.inDialog(dialog.message, method, sequence, body);
        return switch (method) {
            case "REFER" -> referring(request);
            case "INFO" ->
                request.replace(
                        "application/sdp", random.nextBoolean() ? "application/dtmf-relay" : "application/dtmf");
            default -> request;
        };
    }

    private String referring(String request) {
        String replaces = dialogs.isEmpty() || random.nextBoolean()
                ? ""
                : "?Replaces=" + any(dialogs).message.header("Call-ID") + "%3Bto-tag%3Dto-bob%3Bfrom-tag%3Dfrom-alice";
        int start = request.indexOf("\r\n") + 2;
        return request.substring(0, start) + "Refer-To: <sip:" + any(USERS) + "@example.com" + replaces + ">\r\n"
                + request.substring(start);
    }

    private String sdp() {
        var sdp = new StringBuilder(TextPhone.SDP);
        for (int more = random.nextInt(4); more > 0; more--) {
            sdp.append(any(LINES)).append("\r\n");
        }
        return sdp.toString();
    }

    private void react(TextPhone phone, Message heard) {
        if (heard.method().isEmpty()) {
            if (heard.status() / 100 == 2 && heard.header("CSeq").endsWith("INVITE")) {
                remember(new Dialog(phone, false, heard));
                if (random.nextInt(5) > 0 && isWhole(heard)) {
                    phone.send(phone.inDialog(heard, "ACK", 1, ""));
                }
            }
            return;
        }
        if (heard.method().equals("ACK") || random.nextInt(6) == 0) {
            return; // nobody answers
        }
        int status = any(STATUS);
        if (heard.method().equals("INVITE") && status / 100 == 2) {
            remember(new Dialog(phone, true, heard));
        }
        String body = status < 300 && random.nextInt(3) > 0 ? sdp() : "";
        String answer = phone.response(heard, status, "Any", body, extras());
        phone.send(random.nextInt(4) == 0 ? damaged(answer) : bytes(answer));
    }

    private void remember(Dialog dialog) {
        if (isWhole(dialog.message)) {
            dialogs.add(dialog);
        }
        if (dialogs.size() > MOST_DIALOGS) {
            dialogs.removeFirst();
        }
    }

    /** What was damaged on its way here may lack what requests in the dialog are made of. */
    private static boolean isWhole(Message message) {
        return message.header("Contact").matches("<sip:\\w+@127\\.0\\.0\\.1:\\d+(;.*)?>.*");
    }

    private void say(TextPhone phone, String line) throws IOException {
        said.put(phone, line);
        byte[] bytes = random.nextBoolean() ? damaged(line) : bytes(line);
        if (random.nextInt(10) > 0) {
            phone.send(bytes);
            return;
        }
        var connection = new TcpPhone(port);
        connections.add(connection);
        connection.send(new String(bytes, StandardCharsets.ISO_8859_1)
                .replace("SIP/2.0/UDP", "SIP/2.0/TCP")
                .getBytes(StandardCharsets.ISO_8859_1));
        while (connections.size() > MOST_CONNECTIONS) {
            connections.removeFirst().close();
        }
    }

    /** As it is where the damage would lead to addresses that are nobody's here. */
    private byte[] damaged(String message) {
        byte[] whole = bytes(message);
        byte[] broken = damage.to(whole);
        return addresses(whole).equals(addresses(broken)) ? broken : whole;
    }

    private static List<String> addresses(byte[] message) {
        return ADDRESS.matcher(new String(message, StandardCharsets.ISO_8859_1))
                .results()
                .map(found -> found.group())
                .toList();
    }

    private static byte[] bytes(String message) {
        return message.getBytes(StandardCharsets.ISO_8859_1);
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    @Override
    public void close() throws IOException {
        pace.close();
        for (TcpPhone connection : connections) {
            connection.close();
        }
    }
}
