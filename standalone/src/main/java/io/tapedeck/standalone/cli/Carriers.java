package io.tapedeck.standalone.cli;

/**
 * How many threads of the system carry a service's virtual threads. What they do for a call is short, and each that is woken for it
 * costs two switches; who reads, relays, writes and collects beside them needs processors too. Files and names that are waited for
 * bring carriers of their own. See decision 0052.
 */
final class Carriers {

    private static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";

    private Carriers() {}

    /** One for two processors, unless the operator has said how many. To be called before the first virtual thread. */
    static void leaveRoom() {
        if (System.getProperty(PARALLELISM) == null) {
            int processors = Runtime.getRuntime().availableProcessors();
            System.setProperty(PARALLELISM, Integer.toString(Math.max(1, processors / 2)));
        }
    }
}
