package io.tapedeck.capture.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every kind of I/O does; NIO is the measure. */
@ParameterizedClass
@EnumSource(value = IoChoice.class, names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
class DatagramIoTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final IoChoice choice;
    private final ByteBuffer memory = ByteBuffer.allocateDirect(2_048);
    private final List<DatagramPort> ports = new ArrayList<>();
    private DatagramIo io;

    DatagramIoTest(IoChoice choice) {
        this.choice = choice;
    }

    @BeforeEach
    void open() throws IOException {
        assumeTrue(choice != IoChoice.EPOLL || EpollIo.isPossible(), "epoll is there");
        io = choice.open(46 << 2);
    }

    @AfterEach
    void close() throws IOException {
        ports.forEach(DatagramPort::close);
        if (io != null) {
            io.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void a_datagram_arrives_at_the_position_with_its_source(String host) throws IOException {
        try (var phone = phone(host)) {
            DatagramPort port = bind(host);
            int[] readable = new int[1];
            io.watch(port, () -> readable[0]++);

            send(phone, port, host, "hello");
            int found = pollUntil(1);
            memory.position(100);
            InetSocketAddress source = port.receive(memory);

            assertThat(found).isOne();
            assertThat(readable[0]).isOne();
            assertThat(source).isEqualTo(phone.getLocalSocketAddress());
            assertThat(memory.position()).isEqualTo(105);
            assertThat(text(100, 5)).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void what_is_sent_arrives_from_the_port_it_was_sent_from(String host) throws IOException {
        try (var phone = phone(host);
                var other = phone(host)) {
            DatagramPort port = bind(host);
            for (DatagramSocket to : List.of(phone, other, phone)) {
                memory.clear()
                        .put("xxanswer".getBytes(StandardCharsets.US_ASCII))
                        .flip()
                        .position(2);

                assertThat(port.send(memory, (InetSocketAddress) to.getLocalSocketAddress()))
                        .isTrue();

                var packet = new DatagramPacket(new byte[100], 100);
                to.receive(packet);
                assertThat(memory.hasRemaining()).isFalse();
                assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII))
                        .isEqualTo("answer");
                assertThat(packet.getSocketAddress()).isEqualTo(new InetSocketAddress(host, port.localPort()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void the_same_source_is_the_same_object(String host) throws IOException {
        try (var phone = phone(host);
                var other = phone(host)) {
            DatagramPort port = bind(host);
            io.watch(port, () -> {});
            List<InetSocketAddress> sources = new ArrayList<>();
            for (DatagramSocket from : List.of(phone, phone, other, other)) {
                send(from, port, host, "x");
                int _ = pollUntil(1);
                sources.add(Objects.requireNonNull(port.receive(memory.clear())));
            }

            assertThat(sources.get(1)).isSameAs(sources.get(0));
            assertThat(sources.get(2)).isEqualTo(other.getLocalSocketAddress());
            assertThat(sources.get(3)).isSameAs(sources.get(2));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void a_port_that_is_taken_cannot_be_bound(String host) throws IOException {
        DatagramPort port = bind(host);

        assertThatThrownBy(() -> io.bind(new InetSocketAddress(host, port.localPort())))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2_000})
    void without_a_datagram_nothing_is_reported_and_nothing_read(int micros) throws IOException {
        DatagramPort port = bind("127.0.0.1");
        io.watch(port, () -> {});

        assertThat(io.poll(micros * 1_000L)).isZero();
        assertThat(port.receive(memory)).isNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_wake_up_ends_a_wait_also_the_next_one(boolean before) throws Exception {
        for (int i = 0; i < 3; i++) {
            Thread waker = Thread.ofVirtual().unstarted(io::wakeUp);
            waker.start();
            if (before) {
                waker.join();
            }
            assertThat(io.poll(DatagramIo.FOR_EVER)).isZero();
            waker.join();
        }
    }

    @Test
    void waits_and_rests_are_idle_time() throws IOException {
        long atFirst = io.idleNanos();

        int found = io.poll(20_000_000);
        long waited = io.idleNanos() - atFirst;
        io.rest(3_000_000);
        long rested = io.idleNanos() - atFirst - waited;
        int looked = io.poll(0);

        assertThat(found + looked).isZero();
        assertThat(waited).isGreaterThanOrEqualTo(19_000_000);
        assertThat(rested).isGreaterThanOrEqualTo(2_900_000);
        assertThat(io.idleNanos()).isEqualTo(atFirst + waited + rested);
    }

    @Test
    void what_a_datagram_causes_is_work_and_no_idle_time() throws IOException {
        try (var phone = phone("127.0.0.1")) {
            DatagramPort port = bind("127.0.0.1");
            long[] worked = new long[1];
            io.watch(port, () -> worked[0] += worked(5_000_000));
            send(phone, port, "127.0.0.1", "hello");

            long begun = System.nanoTime();
            int found = pollUntil(1);
            long elapsed = System.nanoTime() - begun;

            assertThat(found).isOne();
            assertThat(io.idleNanos()).isLessThanOrEqualTo(elapsed - worked[0]);
        }
    }

    private static long worked(long nanos) {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < nanos) {
            Thread.onSpinWait();
        }
        return System.nanoTime() - begun;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 300})
    void each_readable_socket_is_reported_once(int sockets) throws IOException {
        try (var phone = phone("127.0.0.1")) {
            int[] reports = new int[sockets];
            for (int i = 0; i < sockets; i++) {
                int index = i;
                DatagramPort port = bind("127.0.0.1");
                io.watch(port, () -> reports[index]++);
                send(phone, port, "127.0.0.1", "one");
                send(phone, port, "127.0.0.1", "two");
            }

            assertThat(pollUntilAllAtOnce(reports)).isEqualTo(sockets);
            assertThat(reports).containsOnly(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void a_closed_port_is_silent_and_its_number_free(String host) throws IOException {
        try (var phone = phone(host)) {
            DatagramPort port = bind(host);
            io.watch(port, () -> {
                throw new AssertionError("closed");
            });
            send(phone, port, host, "late");

            port.close();

            assertThat(io.poll(0)).isZero();
            assertThatThrownBy(() -> io.watch(port, () -> {})).isInstanceOf(IOException.class);
            ports.add(io.bind(new InetSocketAddress(host, port.localPort())));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1", "127.0.0.1"})
    void what_cannot_be_sent_harms_nobody(String host) throws IOException {
        DatagramPort port = bind(host);
        memory.clear().limit(10);
        try {
            assertThat(port.send(memory, new InetSocketAddress(host, 0))).isFalse();
        } catch (IOException _) {
            assertThat(memory.position()).isZero(); // one says false, the other why
        }
    }

    @Test
    void a_datagram_longer_than_the_room_is_gone_and_the_next_one_is_whole() throws IOException {
        try (var phone = phone("127.0.0.1")) {
            DatagramPort port = bind("127.0.0.1");
            io.watch(port, () -> {});
            send(phone, port, "127.0.0.1", "12345678901");
            send(phone, port, "127.0.0.1", "123456789");
            int _ = pollUntil(1);

            assertThat(port.receive(memory.limit(110).position(100))).isSameAs(DatagramPort.TOO_LONG);
            assertThat(memory.position()).isEqualTo(100);
            assertThat(port.receive(memory)).isEqualTo(phone.getLocalSocketAddress());
            assertThat(text(100, 9)).isEqualTo("123456789");
        }
    }

    private DatagramPort bind(String host) throws IOException {
        assumeTrue(host.equals("127.0.0.1") || hasIpv6(), "IPv6 is there");
        DatagramPort port = io.bind(new InetSocketAddress(host, 0));
        ports.add(port);
        return port;
    }

    private int pollUntil(int wanted) throws IOException {
        int found = 0;
        for (int attempts = 0; found < wanted && attempts < 100; attempts++) {
            found += io.poll(SECOND);
        }
        return found;
    }

    /** Nothing is read in between, so what is readable stays so, and at some time the kernel has handed over all. */
    private int pollUntilAllAtOnce(int[] reports) throws IOException {
        int found = 0;
        for (int attempts = 0; found < reports.length && attempts < 100; attempts++) {
            Arrays.fill(reports, 0);
            found = io.poll(SECOND);
        }
        return found;
    }

    private static boolean hasIpv6() {
        try (var socket = new DatagramSocket(0, InetAddress.ofLiteral("::1"))) {
            return socket.isBound();
        } catch (IOException _) {
            return false;
        }
    }

    private static DatagramSocket phone(String host) throws IOException {
        assumeTrue(host.equals("127.0.0.1") || hasIpv6(), "IPv6 is there");
        var phone = new DatagramSocket(0, InetAddress.getByName(host));
        phone.setSoTimeout(20_000);
        return phone;
    }

    private static void send(DatagramSocket phone, DatagramPort to, String host, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        phone.send(new DatagramPacket(bytes, bytes.length, new InetSocketAddress(host, to.localPort())));
    }

    private String text(int at, int length) {
        byte[] bytes = new byte[length];
        memory.get(at, bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
