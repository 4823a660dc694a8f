package io.tapedeck.proxy.sip;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** One TCP connection to the proxy. */
final class TcpPhone implements AutoCloseable {

    private final Socket socket;

    TcpPhone(int port) throws IOException {
        this(port, "127.0.0.1");
    }

    /** @param host one of 127.0.0.0/8 */
    TcpPhone(int port, String host) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(host), 0);
        socket.setSoTimeout(30_000);
    }

    /** Asks what the proxy can do. */
    Message options(String callId) throws IOException {
        send(request("OPTIONS", callId, ""));
        return expectStatus(200);
    }

    Message register(String callId) throws IOException {
        send(request("REGISTER", callId, "Contact: <sip:tcp@127.0.0.1:" + socket.getLocalPort() + ">\r\n"));
        return expectStatus(200);
    }

    String request(String method, String callId, String header) {
        String target = method.equals("OPTIONS") ? "127.0.0.1:" + socket.getPort() : "example.com";
        return method + " sip:" + target + " SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1:" + socket.getLocalPort()
                + ";branch=z9hG4bK" + callId + "\r\nFrom: <sip:tcp@example.com>;tag=1\r\n"
                + "To: <sip:tcp@example.com>\r\nCall-ID: " + callId + "\r\nCSeq: 1 " + method
                + "\r\nMax-Forwards: 70\r\n" + header + "Content-Length: 0\r\n\r\n";
    }

    /** Whether the proxy closes the connection, however it does, before it says anything else. */
    boolean isClosedByProxy() throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException _) {
            return false;
        } catch (SocketException _) {
            return true;
        }
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    Message expectStatus(int status) throws IOException {
        return expect(message -> message.status() == status);
    }

    Message expectRequest(String method) throws IOException {
        return expect(message -> message.method().equals(method));
    }

    private Message expect(Predicate<Message> wanted) throws IOException {
        while (true) {
            Message next = read();
            if (wanted.test(next)) {
                return next;
            }
        }
    }

    private Message read() throws IOException {
        InputStream in = socket.getInputStream();
        var text = new StringBuilder();
        while (!text.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed after: " + text);
            }
            boolean keepAlive = text.isEmpty() && (next == '\r' || next == '\n'); // RFC 5626, 4.4.1
            if (!keepAlive) {
                text.append((char) next);
            }
        }
        int length = Integer.parseInt(new Message(text.toString()).header("Content-Length"));
        text.append(new String(in.readNBytes(length), StandardCharsets.UTF_8));
        return new Message(text.toString());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
