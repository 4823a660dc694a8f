package io.tapedeck.capture.media;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * One socket address as Linux writes it, remembered together with Java's object for it, so that the same address costs
 * neither an object nor a conversion.
 *
 * <pre>
 *  0        2      4              8                    24
 *  | family | port | IPv4 address |
 *  | family | port | flow         | IPv6 address       | scope |
 * </pre>
 *
 * The family and the scope are in the order of the machine, which is little-endian on both; the rest in the network's.
 */
final class NativeAddress {

    static final int LARGEST = 28;
    private static final int IPV4_BYTES = 16;
    private static final int SCOPE_AT = 24;

    private @Nullable InetSocketAddress address;
    /** The first 8 bytes; all that matters of IPv4. */
    private long start;

    private long high;
    private long low;
    private int scope;
    private int length;

    /** @return Java's object for what stands at the memory; the same one as before when it is the same address */
    InetSocketAddress read(long memory) {
        long there = LinuxCalls.getLong(memory);
        InetSocketAddress known = address;
        if (known != null && there == start && (length == IPV4_BYTES || sameRest(memory))) {
            return known;
        }
        start = there;
        boolean six = (short) LinuxCalls.getInt(memory) == LinuxCalls.AF_INET6;
        length = six ? LARGEST : IPV4_BYTES;
        if (six) {
            high = LinuxCalls.getLong(memory + 8);
            low = LinuxCalls.getLong(memory + 16);
            scope = LinuxCalls.getInt(memory + SCOPE_AT);
        }
        InetSocketAddress fresh = new InetSocketAddress(host(six), portOf(LinuxCalls.getInt(memory)));
        address = fresh;
        return fresh;
    }

    private boolean sameRest(long memory) {
        return LinuxCalls.getLong(memory + 8) == high
                && LinuxCalls.getLong(memory + 16) == low
                && LinuxCalls.getInt(memory + SCOPE_AT) == scope;
    }

    private InetAddress host(boolean six) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + 2 * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(start).putLong(high).putLong(low);
        byte[] host = new byte[six ? 16 : 4];
        bytes.get(six ? Long.BYTES : Integer.BYTES, host);
        try {
            return six && scope != 0 ? Inet6Address.getByAddress(null, host, scope) : InetAddress.getByAddress(host);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // 4 and 16 bytes are addresses
        }
    }

    /**
     * Writes the address to the memory.
     *
     * @return its length there
     */
    @SuppressWarnings("ReferenceEquality") // whoever sends gives the same object for the same party: the fast way out
    int write(InetSocketAddress wanted, long memory) {
        if (wanted != address) {
            if (!wanted.equals(address)) {
                encode(wanted);
            }
            address = wanted;
        }
        LinuxCalls.putLong(memory, start);
        if (length == LARGEST) {
            LinuxCalls.putLong(memory + 8, high);
            LinuxCalls.putLong(memory + 16, low);
            LinuxCalls.putInt(memory + SCOPE_AT, scope);
        }
        return length;
    }

    private void encode(InetSocketAddress wanted) {
        ByteBuffer bytes = ByteBuffer.wrap(bytesOf(wanted)).order(ByteOrder.LITTLE_ENDIAN);
        length = bytes.capacity();
        start = bytes.getLong(0);
        if (length == LARGEST) {
            high = bytes.getLong(8);
            low = bytes.getLong(16);
            scope = bytes.getInt(SCOPE_AT);
        }
    }

    /** {@code sockaddr_in} or {@code sockaddr_in6}. */
    static byte[] bytesOf(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        boolean six = host instanceof Inet6Address;
        ByteBuffer bytes = ByteBuffer.allocate(six ? LARGEST : IPV4_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort((short) (six ? LinuxCalls.AF_INET6 : LinuxCalls.AF_INET));
        bytes.put((byte) (address.getPort() >> 8)).put((byte) address.getPort());
        bytes.put(six ? Long.BYTES : Integer.BYTES, host.getAddress());
        if (host instanceof Inet6Address inet6) {
            bytes.putInt(SCOPE_AT, inet6.getScopeId());
        }
        return bytes.array();
    }

    /** @param firstWord family and port */
    static int portOf(int firstWord) {
        return Short.toUnsignedInt(Short.reverseBytes((short) (firstWord >>> 16)));
    }
}
