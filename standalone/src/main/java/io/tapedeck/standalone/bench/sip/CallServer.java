package io.tapedeck.standalone.bench.sip;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

/** Something that carries and records calls, in processes of its own. Stopping it ends them. */
public sealed interface CallServer extends AutoCloseable permits TapedeckServer, KamailioServer {

    /** In results. */
    String name();

    InetSocketAddress sip();

    /** What the caller does, one of the scenarios beside this class. */
    String callerScenario();

    /** CPU time so far, by part of the server. */
    Map<String, Duration> cpuTime();

    /** Lets the callee and the caller be known where that is needed. */
    void register(Sipp sipp) throws IOException, InterruptedException;

    @Override
    void close();
}
