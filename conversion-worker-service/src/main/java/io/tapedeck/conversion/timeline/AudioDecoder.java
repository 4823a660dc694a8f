package io.tapedeck.conversion.timeline;

/** Turns the payloads of one stream into samples, in the order of their sequence numbers. One thread. */
public interface AudioDecoder extends AutoCloseable {

    /** Of the samples that come out; need not be that of the RTP clock. */
    int sampleRateHertz();

    /** An upper bound of the samples that a payload of this size can hold. */
    int mostSamples(int payloadLength);

    /**
     * Decodes one payload.
     *
     * @param samples has room for {@link #mostSamples}
     * @return how many samples were written; 0 for a payload that holds no speech
     */
    int decode(byte[] payload, int length, short[] samples);

    /** Whether the last payload was one that the decoder could make something of; time passes for others too. */
    default boolean understood() {
        return true;
    }

    /**
     * Sound for a time of which nothing came, directly behind what was decoded last: concealment of a loss, comfort noise of a
     * pause in sending.
     *
     * @param lost packets are missing; otherwise the sender chose to be silent
     * @param wanted samples that are missing now
     * @param filled samples already made up since the last decoded payload
     * @return how many samples were written, at most {@code wanted} and a second; 0 for silence
     */
    default int fill(boolean lost, long wanted, long filled, short[] samples) {
        return 0;
    }

    /**
     * How much a payload that comes after a loss tells of the time directly before it.
     *
     * @return samples; 0 for most codecs, which tell nothing
     */
    default int repeated(byte[] next, int length) {
        return 0;
    }

    /**
     * Decodes what {@link #repeated} promises, when everything earlier is decoded or filled and the payload itself is not yet.
     *
     * @return how many samples were written
     */
    default int recover(byte[] next, int length, short[] samples) {
        return 0;
    }

    @Override
    void close();
}
