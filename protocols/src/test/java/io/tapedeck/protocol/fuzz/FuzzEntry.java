package io.tapedeck.protocol.fuzz;

import java.util.Arrays;
import java.util.List;

/** Where Jazzer comes in, see {@link JazzerRun}. Public because it calls by name. */
public final class FuzzEntry {

    static final String PARSERS = "tapedeck.fuzz.parsers";

    private static final List<FuzzedParser> CHOSEN = Arrays.stream(
                    System.getProperty(PARSERS, "").split(","))
            .filter(name -> !name.isBlank())
            .map(FuzzedParser::valueOf)
            .toList();

    private FuzzEntry() {}

    /** One input, for every chosen parser. */
    public static void fuzzerTestOneInput(byte[] input) {
        for (FuzzedParser parser : CHOSEN) {
            parser.read(input);
        }
    }
}
