package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A message in a form that the stack reads. What it would drop though RFC 3261 has an answer to it, or RFC 2543 allowed it,
 * is completed; what the sender is told then is written down beside the request. Requests without what their answer is found
 * by, Via and CSeq, are left to the stack.
 *
 * @param fault null for a message that is handled like any other
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ReadableForm(byte[] message, @Nullable Fault fault) {

    private static final Pattern OTHER_VERSION = Pattern.compile("SIP/\\d+\\.\\d+$", Pattern.CASE_INSENSITIVE);
    private static final Set<String> DIALOG_MAKERS = Set.of("INVITE", "SUBSCRIBE", "REFER");
    private static final String NOBODY = "<sip:missing@missing.invalid>";
    private static final Fault UNKNOWN_VERSION = new Fault(505, "Version Not Supported");
    private static final Fault INCOMPLETE = new Fault(400, "Bad Request");

    /** What is wrong with a request that can be read all the same. */
    private record Fault(int statusCode, String reason) {}

    /**
     * @throws ParseException when the message is to be refused as the stack does it
     */
    static ReadableForm of(byte[] message) throws ParseException {
        var form = MessageForm.of(message);
        if (!form.isRequest()) {
            return new ReadableForm(message, null);
        }
        String end = form.firstLine();
        boolean ours = end.regionMatches(
                true,
                end.length() - MessageForm.VERSION.length(),
                MessageForm.VERSION,
                0,
                MessageForm.VERSION.length());
        if (!ours && !OTHER_VERSION.matcher(end).find()) {
            throw new ParseException("not " + MessageForm.VERSION, 0);
        }
        String missing = missing(form);
        if (ours && missing.isEmpty()) {
            return new ReadableForm(message, null);
        }
        boolean incomplete = !form.has("f") || !form.has("t") || !form.has("i");
        return new ReadableForm(
                rewritten(message, form, missing), ours ? incomplete ? INCOMPLETE : null : UNKNOWN_VERSION);
    }

    /** Header lines. */
    private static String missing(MessageForm form) {
        if (!form.has("v") || !form.has("cseq")) {
            return "";
        }
        var lines = new StringBuilder();
        if (!form.has("f")) {
            lines.append("From: ").append(NOBODY).append(";tag=missing\r\n");
        }
        if (!form.has("t")) {
            lines.append("To: ").append(NOBODY).append("\r\n");
        }
        if (!form.has("i")) {
            lines.append("Call-ID: missing@missing.invalid\r\n");
        }
        if (!form.has("max-forwards")) {
            lines.append("Max-Forwards: 70\r\n"); // as a proxy adds it (RFC 3261, 16.6 step 3)
        }
        if (lacksContact(form)) {
            lines.append("Contact: ").append(address(form.headers().get("f"))).append("\r\n");
        }
        return lines.toString();
    }

    /** Where RFC 2543 had none, requests go to the address in From. The stack insists on one. */
    private static boolean lacksContact(MessageForm form) {
        String to = form.headers().getOrDefault("t", "");
        return DIALOG_MAKERS.contains(form.method()) && !form.has("m") && !to.contains("tag=");
    }

    /** Without the parameters of the header. */
    private static String address(@Nullable String from) {
        String text = from == null ? NOBODY : from;
        int open = text.lastIndexOf('<');
        int close = text.indexOf('>', Math.max(0, open));
        if (open >= 0 && close > open) {
            return text.substring(open, close + 1);
        }
        int parameters = text.indexOf(';');
        return "<" + (parameters < 0 ? text : text.substring(0, parameters)).strip() + ">";
    }

    private static byte[] rewritten(byte[] message, MessageForm form, String missing) {
        int lineEnd = 0;
        while (message[lineEnd] != '\n') {
            lineEnd++;
        }
        String first = OTHER_VERSION.matcher(form.firstLine()).replaceFirst(MessageForm.VERSION);
        var bytes = new ByteArrayOutputStream(message.length + missing.length());
        bytes.writeBytes((first + "\r\n" + missing).getBytes(StandardCharsets.ISO_8859_1));
        bytes.write(message, lineEnd + 1, message.length - lineEnd - 1);
        return bytes.toByteArray();
    }

    /** Notes the fault where {@link #refusalOf} finds it. */
    void mark(@Nullable SIPMessage parsed) {
        if (parsed != null && fault != null) {
            parsed.setApplicationData(fault);
        }
    }

    /** What the sender of a request that arrived is to be told before anybody looks at it. */
    static Optional<Refusal> refusalOf(SIPRequest request) {
        return request.getApplicationData() instanceof Fault(int status, String reason)
                ? Optional.of(new Refusal(status, reason))
                : Optional.empty();
    }
}
