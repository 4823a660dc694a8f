package io.tapedeck.standalone.platform;

/** Told what is being started, for whoever waits at the terminal. */
public interface Progress {

    void step(String what);

    /** Nothing more will come. */
    void done();

    /** For tests and benchmarks. */
    Progress SILENT = new Progress() {
        @Override
        public void step(String what) {}

        @Override
        public void done() {}
    };
}
