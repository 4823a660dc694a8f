package io.tapedeck.standalone.cli;

import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.standalone.platform.StartFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Logs in as the first administrator, with the password that was set or generated. */
final class AdminLogin {

    private AdminLogin() {}

    static TapedeckApi to(URI http, Path data) {
        return new TapedeckApi(http, "admin", password(data));
    }

    private static String password(Path data) {
        String set = System.getenv("TAPEDECK_ADMIN_PASSWORD");
        if (set != null && !set.isBlank()) {
            return set;
        }
        Path file = data.resolve("admin-password");
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new StartFailure(
                    "the administrator's password cannot be read from " + file,
                    "Run as the user who started the platform, or set TAPEDECK_ADMIN_PASSWORD.",
                    e);
        }
    }
}
