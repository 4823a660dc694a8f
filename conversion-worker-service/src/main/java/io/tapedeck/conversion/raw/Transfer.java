package io.tapedeck.conversion.raw;

import io.tapedeck.contracts.captures.RawFile;
import io.tapedeck.contracts.recordings.FailureCode;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.media.ConversionAborted;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/**
 * Brings one file over as many connections as it takes: each goes on where the last one broke (RFC 9110, 14). One thread.
 * {@link HttpURLConnection} because it gives up on a server that falls silent in the middle of a body.
 */
final class Transfer {

    private static final int BUFFER = 1 << 16;
    private static final int LONGEST_PAUSE_DOUBLINGS = 6;

    private final RawFile raw;
    private final FetchRules rules;
    private final FileChannel target;
    private final MessageDigest digest = sha256();
    private long have;

    Transfer(RawFile raw, FetchRules rules, FileChannel target) {
        this.raw = raw;
        this.rules = rules;
        this.target = target;
    }

    /** Returns when the file is there and is the one that was sealed. A first copy that is not may have suffered on its way. */
    void run() throws JobFailure, RawUnreachable {
        fetch();
        if (!isTheSealedOne()) {
            startAgain();
            fetch();
        }
        if (!isTheSealedOne()) {
            throw damaged("what it sends has another checksum than what was sealed");
        }
    }

    private void fetch() throws JobFailure, RawUnreachable {
        int failures = 0;
        while (have < raw.bytes()) {
            long before = have;
            try {
                goOn();
            } catch (IOException e) {
                stopIfInterrupted();
                failures = have > before ? 1 : failures + 1;
                if (failures >= rules.tries()) {
                    throw new RawUnreachable("The capture node " + node() + " cannot be reached: " + said(e) + ".", e);
                }
                pause(failures);
            }
        }
    }

    private static String said(IOException e) {
        return e instanceof UnknownHostException ? "its name is not known" : JobFailure.said(e);
    }

    private void goOn() throws IOException, JobFailure, RawUnreachable {
        HttpURLConnection connection = connect();
        try {
            check(connection);
            try (InputStream body = connection.getInputStream()) {
                copy(body);
            }
        } finally {
            connection.disconnect();
        }
    }

    private HttpURLConnection connect() throws IOException {
        var connection = (HttpURLConnection) raw.location().toURL().openConnection();
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout(Math.toIntExact(rules.connectWithin().toMillis()));
        connection.setReadTimeout(Math.toIntExact(rules.silence().toMillis()));
        connection.setRequestProperty("Connection", "close"); // a worker and a node meet again too seldom
        if (!rules.token().isEmpty()) {
            connection.setRequestProperty("X-Tapedeck-Token", rules.token());
        }
        if (have > 0) {
            connection.setRequestProperty("Range", "bytes=" + have + "-");
        }
        return connection;
    }

    private void check(HttpURLConnection connection) throws IOException, JobFailure, RawUnreachable {
        switch (connection.getResponseCode()) {
            case HttpURLConnection.HTTP_OK -> whole(connection);
            case HttpURLConnection.HTTP_PARTIAL -> rest(connection);
            case HttpURLConnection.HTTP_NOT_FOUND, HttpURLConnection.HTTP_GONE ->
                throw missing("does not have the raw capture. Was it removed before it was converted?");
            case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN ->
                throw missing("refuses this worker. Give both the same tapedeck.internal.token, then retry.");
            case 416 -> throw damaged("it has less of it than was sealed");
            default -> throw new IOException("it answers " + connection.getResponseCode());
        }
        String tag = connection.getHeaderField("ETag");
        if (tag != null && !tag.contains(raw.sha256())) {
            throw damaged("its checksum there is " + tag + ", sealed was " + raw.sha256());
        }
    }

    /** A server without ranges begins anew. */
    private void whole(HttpURLConnection connection) throws JobFailure, RawUnreachable {
        if (have > 0) {
            startAgain();
        }
        long length = connection.getContentLengthLong();
        if (length >= 0 && length != raw.bytes()) {
            throw damaged("it has " + length + " bytes there, sealed were " + raw.bytes());
        }
    }

    private void rest(HttpURLConnection connection) throws IOException, JobFailure {
        String range = String.valueOf(connection.getHeaderField("Content-Range"));
        if (!range.startsWith("bytes " + have + "-")) {
            throw new IOException("it sends " + range + " when asked for the rest from " + have);
        }
        if (!range.endsWith("/" + raw.bytes())) {
            throw damaged("it has " + range + " bytes there, sealed were " + raw.bytes());
        }
    }

    private void copy(InputStream body) throws IOException, JobFailure, RawUnreachable {
        var buffer = new byte[BUFFER];
        while (have < raw.bytes()) {
            int count = body.read(buffer, 0, (int) Math.min(buffer.length, raw.bytes() - have));
            if (count < 0) {
                throw new EOFException("it ended the transfer early");
            }
            keep(ByteBuffer.wrap(buffer, 0, count));
        }
        if (body.read() >= 0) {
            throw damaged("it has more of it than was sealed");
        }
    }

    private void keep(ByteBuffer bytes) throws RawUnreachable {
        int count = bytes.remaining();
        try {
            digest.update(bytes.duplicate());
            while (bytes.hasRemaining()) {
                target.write(bytes);
            }
            have += count;
        } catch (IOException e) {
            throw workspace(e);
        }
    }

    private void startAgain() throws RawUnreachable {
        try {
            target.truncate(0);
        } catch (IOException e) {
            throw workspace(e);
        }
        digest.reset();
        have = 0;
    }

    private boolean isTheSealedOne() {
        try {
            var copy = (MessageDigest) digest.clone();
            return HexFormat.of().formatHex(copy.digest()).equalsIgnoreCase(raw.sha256());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's SHA-256 can be cloned", e);
        }
    }

    private void pause(int failures) {
        long millis = rules.pause().toMillis() << Math.min(failures - 1, LONGEST_PAUSE_DOUBLINGS);
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConversionAborted();
        }
    }

    /** An interrupt closes the file under our hands: nothing is wrong with the node. */
    private static void stopIfInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new ConversionAborted();
        }
    }

    private RawUnreachable workspace(IOException e) {
        stopIfInterrupted();
        return new RawUnreachable("The worker's workspace cannot take the raw capture: " + JobFailure.said(e) + ".", e);
    }

    private JobFailure missing(String what) {
        return JobFailure.of(FailureCode.RAW_MISSING, "The capture node " + node() + " " + what);
    }

    private JobFailure damaged(String what) {
        return JobFailure.of(
                FailureCode.RAW_DAMAGED,
                "The raw capture at " + raw.location() + " is not the one that was sealed: " + what + ".");
    }

    private String node() {
        return raw.location().getRawAuthority();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
