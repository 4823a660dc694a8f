package io.tapedeck.proxy.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A SIP message as text, read line by line: what a phone sees, without the parser that is under test. */
record Message(String text) {

    String startLine() {
        return text.substring(0, text.indexOf("\r\n"));
    }

    int status() {
        return startLine().startsWith("SIP/2.0 ") ? Integer.parseInt(startLine().substring(8, 11)) : 0;
    }

    String method() {
        return status() == 0 ? startLine().substring(0, startLine().indexOf(' ')) : "";
    }

    String requestUri() {
        return startLine().split(" ")[1];
    }

    /** All values of the header, in order, comma lists not split. */
    List<String> headers(String name) {
        var values = new ArrayList<String>();
        for (String line : head().split("\r\n")) {
            int colon = line.indexOf(':');
            if (colon > 0
                    && line.substring(0, colon).trim().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
                values.add(line.substring(colon + 1).trim());
            }
        }
        return values;
    }

    String header(String name) {
        return headers(name).isEmpty() ? "" : headers(name).getFirst();
    }

    String toTag() {
        int tag = header("To").indexOf(";tag=");
        return tag < 0 ? "" : header("To").substring(tag + 5);
    }

    String body() {
        int blank = text.indexOf("\r\n\r\n");
        return blank < 0 ? "" : text.substring(blank + 4);
    }

    String contactUri() {
        String contact = header("Contact");
        return contact.substring(contact.indexOf('<') + 1, contact.indexOf('>'));
    }

    private String head() {
        int blank = text.indexOf("\r\n\r\n");
        return blank < 0 ? text : text.substring(0, blank);
    }

    @Override
    public String toString() {
        return text;
    }
}
