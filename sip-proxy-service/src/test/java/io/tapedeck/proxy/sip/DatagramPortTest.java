package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DatagramPortTest extends WireTest {

    @Test
    void datagrams_of_any_size_arrive_whole_and_one_says_nothing_of_another() {
        house.reach("1002", bob);
        String large = "large ".repeat(7_000);

        alice.send(alice.request("MESSAGE", "sip:1002@example.com", "large", large));
        Message first = bob.expectRequest("MESSAGE");
        bob.send(bob.response(first, 200, "OK", ""));
        alice.expectStatus(200);
        alice.send(alice.request("MESSAGE", "sip:1002@example.com", "small", "small"));
        Message second = bob.expectRequest("MESSAGE");
        bob.send(bob.response(second, 200, "OK", ""));

        assertThat(first.text()).endsWith("\r\n\r\n" + large);
        assertThat(second.text()).endsWith("\r\n\r\nsmall");
    }

    @Test
    void what_is_no_message_keeps_nobody_from_being_heard() {
        alice.send(new byte[0]);
        alice.send("\r\n\r\n");
        alice.send(new byte[] {0, 1, 2, 3});

        alice.send(alice.request("OPTIONS", "sip:127.0.0.1:" + server.port(), "after-noise", ""));

        alice.expectStatus(200);
    }
}
