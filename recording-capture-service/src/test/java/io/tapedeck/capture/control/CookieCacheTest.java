package io.tapedeck.capture.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.capture.control.CookieCache.Verdict;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CookieCacheTest {

    private static final InetAddress CONTROLLER = InetAddress.ofLiteral("192.0.2.1");
    private static final InetSocketAddress ASKER = new InetSocketAddress(CONTROLLER, 5_000);
    private static final InetSocketAddress OTHER_PORT = new InetSocketAddress(CONTROLLER, 5_001);

    private static final ByteBuffer REPLY = ByteBuffer.wrap(new byte[] {7});

    private final AtomicLong now = new AtomicLong();
    private final CookieCache<InetSocketAddress> cookies = new CookieCache<>(Duration.ofSeconds(30), 10, now::get);

    @Test
    void a_new_cookie_is_work() {
        assertThat(ask("a")).isInstanceOf(Verdict.Work.class);
    }

    @Test
    void a_repeated_cookie_gets_the_stored_reply() {
        cookies.answer(workOn("a"), REPLY);

        assertThat(ask("a")).isEqualTo(new Verdict.Repeat(REPLY));
    }

    @Test
    void who_repeats_while_it_is_worked_on_gets_the_reply_too() {
        CookieCache.Key key = workOn("a");

        assertThat(cookies.ask("a", CONTROLLER, OTHER_PORT)).isInstanceOf(Verdict.Patience.class);
        assertThat(cookies.answer(key, REPLY)).containsExactlyInAnyOrder(ASKER, OTHER_PORT);
    }

    @Test
    void two_controllers_may_choose_the_same_cookie() {
        workOn("a");

        assertThat(cookies.ask("a", InetAddress.ofLiteral("192.0.2.2"), ASKER)).isInstanceOf(Verdict.Work.class);
    }

    @Test
    void a_cookie_expires() {
        cookies.answer(workOn("a"), REPLY);
        now.addAndGet(Duration.ofSeconds(30).toNanos());

        assertThat(ask("a")).isInstanceOf(Verdict.Work.class);
    }

    @Test
    void the_store_is_bounded() {
        for (int i = 0; i < 1_000; i++) {
            ask("c" + i);
        }

        assertThat(cookies.size()).isLessThanOrEqualTo(10);
    }

    private Verdict ask(String cookie) {
        return cookies.ask(cookie, CONTROLLER, ASKER);
    }

    private CookieCache.Key workOn(String cookie) {
        return ((Verdict.Work) ask(cookie)).key();
    }
}
