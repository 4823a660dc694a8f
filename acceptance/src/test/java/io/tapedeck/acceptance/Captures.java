package io.tapedeck.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The raw captures on the disk of a platform. */
record Captures(Path spool) {

    private static final int DEPTH = 3;

    Captures(RunningPlatform platform) {
        this(platform.data().resolve("spool"));
    }

    Path folderOf(String session) {
        return foldersOf(session).getFirst();
    }

    List<Path> foldersOf(String session) {
        try (Stream<Path> found = Files.walk(spool, DEPTH)) {
            return found.filter(path -> path.endsWith("manifest.json"))
                    .filter(path -> Launcher.read(path).contains(session))
                    .map(Path::getParent)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode manifestOf(String session) {
        return JsonMapper.shared().readTree(Launcher.read(folderOf(session).resolve("manifest.json")));
    }
}
