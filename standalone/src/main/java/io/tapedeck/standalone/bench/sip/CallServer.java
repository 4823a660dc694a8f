package io.tapedeck.standalone.bench.sip;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

/** Something that carries and records calls. Stopping it ends the processes that it has started. */
public sealed interface CallServer extends AutoCloseable permits TapedeckServer, KamailioServer, PlatformServer {

    /** In results. */
    String name();

    InetSocketAddress sip();

    /** What the caller does, one of the scenarios beside this class. */
    String callerScenario();

    default SipAccount caller() {
        return BenchDirectory.CALLER;
    }

    default SipAccount callee() {
        return BenchDirectory.CALLEE;
    }

    /** CPU time so far, by part of the server. */
    Map<String, Duration> cpuTime();

    /** Lets the callee and the caller be known where that is needed. */
    void register(Sipp sipp) throws IOException, InterruptedException;

    @Override
    void close();
}
