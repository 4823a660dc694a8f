package io.tapedeck.conversion.timeline;

/** Turns the payloads of one stream into samples, in the order of their sequence numbers. One thread. */
public interface AudioDecoder extends AutoCloseable {

    /** Of the samples that come out; need not be that of the RTP clock. */
    int sampleRateHertz();

    /** An upper bound of the samples that a payload of this size can hold. */
    int mostSamples(int payloadLength);

    /**
     * @param samples has room for {@link #mostSamples}
     * @return how many samples were written; 0 for a payload that holds no speech
     */
    int decode(byte[] payload, int length, short[] samples);

    @Override
    void close();
}
