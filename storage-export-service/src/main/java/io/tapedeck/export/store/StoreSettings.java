package io.tapedeck.export.store;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Name;

/**
 * Where the media files are.
 *
 * @param directory root of the recording store, as the conversion workers write it
 */
@ConfigurationProperties("tapedeck.export")
public record StoreSettings(@Name("store") Path directory) {

    public StoreSettings {
        directory = directory.toAbsolutePath().normalize();
    }
}
