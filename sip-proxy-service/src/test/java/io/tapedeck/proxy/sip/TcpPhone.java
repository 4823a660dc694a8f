package io.tapedeck.proxy.sip;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** One TCP connection to the proxy. */
final class TcpPhone implements AutoCloseable {

    private final Socket socket;

    TcpPhone(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(5_000);
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
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
            text.append((char) next);
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
