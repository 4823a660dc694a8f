package io.tapedeck.conversion.ffmpeg;

import io.tapedeck.conversion.timeline.AudioDecoder;

/** L16: samples of 16 bits in network order, channels interleaved (RFC 3551, 4.5.11); several become one. */
record LinearDecoder(int sampleRateHertz, int channels) implements AudioDecoder {

    @Override
    public int mostSamples(int payloadLength) {
        return payloadLength / (2 * channels);
    }

    @Override
    public int decode(byte[] payload, int length, short[] samples) {
        int count = mostSamples(length);
        for (int i = 0; i < count; i++) {
            int sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                int at = 2 * (i * channels + channel);
                sum += payload[at] << 8 | payload[at + 1] & 0xFF;
            }
            samples[i] = (short) (sum / channels);
        }
        return count;
    }

    @Override
    public void close() {}
}
