package io.tapedeck.testkit.phone;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A request or a response (RFC 3261, 7); immutable. Header names compare without case; compact names are written out
 * when a message is parsed. Content-Length is not among the headers, it follows from the body.
 *
 * @param startLine {@code INVITE sip:1002@example.org SIP/2.0} or {@code SIP/2.0 200 OK}
 */
record SipMessage(String startLine, List<Header> headers, String body) {

    static final String VERSION = "SIP/2.0";

    record Header(String name, String value) {}

    SipMessage {
        headers = List.copyOf(headers);
    }

    static SipMessage request(String method, String uri) {
        return new SipMessage(method + " " + uri + " " + VERSION, List.of(), "");
    }

    /** A response with what must be copied from the request (RFC 3261, 8.2.6.2). */
    static SipMessage response(SipMessage request, int status, String toTag) {
        var headers = new ArrayList<Header>();
        for (Header header : request.headers) {
            switch (header.name) {
                case "Via", "From", "Call-ID", "CSeq", "Record-Route" -> headers.add(header);
                case "To" -> headers.add(new Header("To", tagged(header.value, toTag)));
                default -> {} // the rest is not for the way back
            }
        }
        return new SipMessage(VERSION + " " + status + " " + ReasonPhrase.of(status), headers, "");
    }

    private static String tagged(String to, String tag) {
        return tag.isEmpty() || to.contains(";tag=") ? to : to + ";tag=" + tag;
    }

    boolean isRequest() {
        return !startLine.startsWith(VERSION);
    }

    String method() {
        return isRequest() ? startLine.substring(0, startLine.indexOf(' ')) : sequenceMethod();
    }

    String requestUri() {
        return startLine.split(" ", 3)[1];
    }

    /** @return 0 for a request */
    int status() {
        return isRequest() ? 0 : Integer.parseInt(startLine.substring(VERSION.length() + 1, VERSION.length() + 4));
    }

    /** The first of that name, whole; empty if there is none. */
    String header(String name) {
        return find(name).orElse("");
    }

    Optional<String> find(String name) {
        return headers.stream()
                .filter(header -> header.name.equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst();
    }

    /** All values of that name; those that share a line by commas are separated. */
    List<String> values(String name) {
        var values = new ArrayList<String>();
        for (Header header : headers) {
            if (header.name.equalsIgnoreCase(name)) {
                values.addAll(CommaList.split(header.value));
            }
        }
        return values;
    }

    /** All values of that name as they stand: for challenges, whose commas separate parameters. */
    List<String> lines(String name) {
        return headers.stream()
                .filter(header -> header.name.equalsIgnoreCase(name))
                .map(Header::value)
                .toList();
    }

    int sequence() {
        return Integer.parseInt(header("CSeq").strip().split("\\s+", 2)[0]);
    }

    private String sequenceMethod() {
        return header("CSeq").strip().split("\\s+", 2)[1];
    }

    String callId() {
        return header("Call-ID");
    }

    NameAddress from() throws SipSyntaxException {
        return NameAddress.parse(header("From"));
    }

    NameAddress to() throws SipSyntaxException {
        return NameAddress.parse(header("To"));
    }

    /** The branch of the topmost Via: the name of the transaction. */
    String branch() {
        List<String> vias = values("Via");
        return vias.isEmpty()
                ? ""
                : SipUri.parameters(vias.getFirst().substring(vias.getFirst().indexOf(';') + 1))
                        .getOrDefault("branch", "");
    }

    SipMessage with(String name, String value) {
        var more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new SipMessage(startLine, more, body);
    }

    SipMessage withFirst(String name, String value) {
        var more = new ArrayList<Header>();
        more.add(new Header(name, value));
        more.addAll(headers);
        return new SipMessage(startLine, more, body);
    }

    SipMessage without(String name) {
        return new SipMessage(
                startLine,
                headers.stream()
                        .filter(header -> !header.name.equalsIgnoreCase(name))
                        .toList(),
                body);
    }

    SipMessage replace(String name, String value) {
        return without(name).with(name, value);
    }

    SipMessage withBody(String contentType, String content) {
        return content.isEmpty() ? this : new SipMessage(startLine, with("Content-Type", contentType).headers, content);
    }

    byte[] toBytes() {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        var text = new StringBuilder(startLine).append("\r\n");
        headers.forEach(header ->
                text.append(header.name).append(": ").append(header.value).append("\r\n"));
        text.append("Content-Length: ")
                .append(content.length)
                .append("\r\n\r\n")
                .append(body);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
