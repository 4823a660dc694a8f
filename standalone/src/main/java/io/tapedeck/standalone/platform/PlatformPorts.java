package io.tapedeck.standalone.platform;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/**
 * The ports of a standalone platform. They move together, so that several platforms fit on one machine.
 *
 * @param offset added to every port
 */
public record PlatformPorts(int offset) {

    private static final int RTP_FIRST = 30_000;
    private static final int RTP_COUNT = 10_000;

    public PlatformPorts {
        if (offset < 0 || RTP_FIRST + RTP_COUNT - 1 + offset > 65_535) {
            throw new IllegalArgumentException("port offset must lie between 0 and 25536, was " + offset);
        }
    }

    public int sip() {
        return 5060 + offset;
    }

    public int http() {
        return 8080 + offset;
    }

    public int ng() {
        return 2223 + offset;
    }

    public int kafka() {
        return 19_092 + offset;
    }

    public int kafkaController() {
        return 19_093 + offset;
    }

    public int postgres() {
        return 15_432 + offset;
    }

    public int sipAdmin() {
        return 8081 + offset;
    }

    public int captureAdmin() {
        return 8082 + offset;
    }

    public int conversionAdmin() {
        return 8083 + offset;
    }

    public int cdrAdmin() {
        return 8084 + offset;
    }

    public int exportAdmin() {
        return 8085 + offset;
    }

    /** First and last port for media, as the capture service's setting wants it. */
    public String rtpRange() {
        return (RTP_FIRST + offset) + "-" + (RTP_FIRST + RTP_COUNT - 1 + offset);
    }

    /** The ports that something else holds, in words; empty when the platform can start. */
    public List<String> conflicts() {
        var conflicts = new ArrayList<String>();
        for (int tcp : new int[] {sip(), http()}) {
            tcpConflict(new InetSocketAddress(tcp), conflicts);
        }
        for (int tcp : new int[] {
            kafka(),
            kafkaController(),
            postgres(),
            sipAdmin(),
            captureAdmin(),
            conversionAdmin(),
            cdrAdmin(),
            exportAdmin()
        }) {
            tcpConflict(new InetSocketAddress(InetAddress.getLoopbackAddress(), tcp), conflicts);
        }
        udpConflict(new InetSocketAddress(sip()), conflicts);
        udpConflict(new InetSocketAddress(InetAddress.getLoopbackAddress(), ng()), conflicts);
        return conflicts;
    }

    private static void tcpConflict(InetSocketAddress address, List<String> conflicts) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true); // a connection of the last run in TIME_WAIT is no conflict
            socket.bind(address);
        } catch (BindException e) {
            conflicts.add("TCP port " + address.getPort() + " (" + e.getMessage() + ")");
        } catch (IOException e) {
            conflicts.add("TCP port " + address.getPort() + ": " + e.getMessage());
        }
    }

    private static void udpConflict(InetSocketAddress address, List<String> conflicts) {
        try (var socket = new DatagramSocket(null)) {
            socket.bind(address);
        } catch (SocketException e) {
            conflicts.add("UDP port " + address.getPort() + " (" + e.getMessage() + ")");
        }
    }
}
