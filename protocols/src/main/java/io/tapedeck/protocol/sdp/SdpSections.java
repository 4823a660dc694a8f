package io.tapedeck.protocol.sdp;

import java.util.ArrayList;
import java.util.List;

/** Cuts a text into lines and those into sections: the session's first, then one per {@code m=}. Stops at the first bound passed. */
final class SdpSections {

    private final List<List<String>> sections = new ArrayList<>();
    private List<String> current = new ArrayList<>();
    private int lines;

    private SdpSections() {
        sections.add(current);
    }

    static List<List<String>> of(String text) throws SdpException {
        var sections = new SdpSections();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? '\n' : text.charAt(i);
            if (c == '\n' || c == '\r') {
                sections.add(text.substring(start, i));
                start = i + 1;
            }
        }
        if (sections.lines == 0) {
            throw new SdpException("empty session description");
        }
        return sections.sections;
    }

    private void add(String line) throws SdpException {
        if (line.isEmpty()) {
            return;
        }
        if (line.length() < 2 || line.charAt(1) != '=' || line.indexOf(0) >= 0) {
            throw new SdpException("line " + (lines + 1) + " is not <letter>=<value>");
        }
        if (lines == 0 && !line.strip().equals("v=0")) {
            throw new SdpException("session description does not begin with v=0");
        }
        if (++lines > SessionDescription.MAX_LINES) {
            throw new SdpException("more than " + SessionDescription.MAX_LINES + " lines");
        }
        if (SdpLines.is(line, 'm')) {
            startMedia();
        }
        current.add(line);
    }

    private void startMedia() throws SdpException {
        if (sections.size() > SessionDescription.MAX_MEDIA) {
            throw new SdpException("more than " + SessionDescription.MAX_MEDIA + " media");
        }
        current = new ArrayList<>();
        sections.add(current);
    }
}
