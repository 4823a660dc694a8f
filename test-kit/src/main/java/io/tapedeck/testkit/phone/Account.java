package io.tapedeck.testkit.phone;

/** Who a phone is and how it proves that. */
record Account(String user, String domain, String username, String password) {

    String uri() {
        return "sip:" + user + "@" + domain;
    }
}
