package io.tapedeck.protocol.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Inputs worth keeping, one a line in hexadecimal: those every road of a parser needs, and those that once broke it. */
final class Corpus {

    private Corpus() {}

    static List<byte[]> of(FuzzedParser parser) throws IOException {
        try (InputStream in = Corpus.class.getResourceAsStream("/fuzz/" + file(parser))) {
            if (in == null) {
                throw new IOException("no corpus for " + parser);
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(HexFormat.of()::parseHex)
                    .toList();
        }
    }

    /** One file an input, as libFuzzer wants them. */
    static void unpack(FuzzedParser parser, Path directory) throws IOException {
        int number = 0;
        for (byte[] input : of(parser)) {
            Files.write(directory.resolve(parser + "-" + number++), input);
        }
    }

    /** The other way; shortest first. */
    static Path pack(FuzzedParser parser, Path directory, Path target) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<String> lines = files.map(Corpus::hex)
                    .sorted((a, b) -> a.length() == b.length() ? a.compareTo(b) : a.length() - b.length())
                    .toList();
            return Files.write(target.resolve(file(parser)), lines);
        }
    }

    static String hex(Path input) {
        try {
            return HexFormat.of().formatHex(Files.readAllBytes(input));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String file(FuzzedParser parser) {
        return parser.name().toLowerCase(Locale.ROOT) + ".hex";
    }
}
