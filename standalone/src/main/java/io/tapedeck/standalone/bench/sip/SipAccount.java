package io.tapedeck.standalone.bench.sip;

/** A phone as it logs in. */
record SipAccount(String extension, String domain, String username, String password) {

    /** As the scenarios take it from a line of CSV. */
    String injected() {
        return "%s;%s;[authentication username=%s password=%s]".formatted(extension, domain, username, password);
    }
}
