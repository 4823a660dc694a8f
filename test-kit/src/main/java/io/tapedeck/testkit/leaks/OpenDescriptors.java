package io.tapedeck.testkit.leaks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The open files and sockets of this process, from {@code /proc/self/fd}: what each descriptor points at, and how
 * many do. Elsewhere than on Linux there is nothing to read and the map stays empty.
 */
final class OpenDescriptors {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final List<String> SOCKET_TABLES = List.of("tcp", "tcp6", "udp", "udp6");

    private OpenDescriptors() {}

    static Map<String, Integer> now() {
        var counts = new HashMap<String, Integer>();
        if (!Files.isDirectory(DESCRIPTORS)) {
            return counts;
        }
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : descriptors) {
                target(descriptor)
                        .filter(target -> !belongsToJvm(target))
                        .ifPresent(target -> counts.merge(target, 1, Integer::sum));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + DESCRIPTORS, e);
        }
        return counts;
    }

    private static Optional<String> target(Path descriptor) {
        try {
            return Optional.of(Files.readSymbolicLink(descriptor).toString());
        } catch (IOException closedMeanwhile) {
            return Optional.empty();
        }
    }

    /**
     * Class loading opens archives whenever it likes; devices and the listing itself are nobody's leak. The JVM opens
     * an epoll for its virtual threads now and then; a forgotten selector shows by its eventfd.
     */
    private static boolean belongsToJvm(String target) {
        return target.endsWith(".jar")
                || target.startsWith(System.getProperty("java.home"))
                || target.equals("anon_inode:[eventpoll]")
                || target.startsWith("/dev/")
                || target.startsWith("/proc/")
                || target.startsWith("/sys/");
    }

    /** The addresses of a target such as {@code socket:[4711]}, if it is an IP socket of this network namespace. */
    static Optional<SocketAddresses> addresses(String target) {
        if (!target.startsWith("socket:[")) {
            return Optional.empty();
        }
        String inode = target.substring("socket:[".length(), target.length() - 1);
        return SOCKET_TABLES.stream()
                .flatMap(table -> find(table, inode).stream())
                .findFirst();
    }

    private static Optional<SocketAddresses> find(String table, String inode) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/net", table))) {
            return lines.map(line -> line.strip().split("\\s+"))
                    .filter(columns -> columns.length > 9 && columns[9].equals(inode))
                    .map(columns -> new SocketAddresses(table, Endpoint.parse(columns[1]), Endpoint.parse(columns[2])))
                    .findFirst();
        } catch (IOException | UncheckedIOException noSuchTable) {
            return Optional.empty();
        }
    }

    record SocketAddresses(String protocol, Endpoint local, Endpoint remote) {

        @Override
        public String toString() {
            return protocol + " " + local + (remote.port() == 0 ? "" : " to " + remote);
        }
    }

    record Endpoint(String host, int port) {

        /** {@code 0100007F:1F90}: 32-bit words of the address in the machine's order (little endian), port in hex. */
        static Endpoint parse(String text) {
            int colon = text.indexOf(':');
            byte[] words = HexFormat.of().parseHex(text.substring(0, colon).toLowerCase(Locale.ROOT));
            var bytes = new ArrayList<Byte>();
            for (int word = 0; word < words.length; word += 4) {
                for (int i = 3; i >= 0; i--) {
                    bytes.add(words[word + i]);
                }
            }
            return new Endpoint(hostOf(bytes), Integer.parseInt(text.substring(colon + 1), 16));
        }

        private static String hostOf(List<Byte> bytes) {
            var address = new byte[bytes.size()];
            for (int i = 0; i < address.length; i++) {
                address[i] = bytes.get(i);
            }
            try {
                return InetAddress.getByAddress(address).getHostAddress();
            } catch (UnknownHostException impossible) {
                throw new IllegalArgumentException("not an address: " + bytes, impossible);
            }
        }

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }
}
