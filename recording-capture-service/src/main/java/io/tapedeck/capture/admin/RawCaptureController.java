package io.tapedeck.capture.admin;

import io.tapedeck.capture.spool.Manifest;
import io.tapedeck.capture.spool.SpoolDirectory;
import io.tapedeck.contracts.CaptureId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * Hands sealed captures to workers that do not share this node's disk. Ranges are served (RFC 9110, 14), so that a broken
 * transfer goes on where it ended; the entity tag is the SHA-256 of the file, which never changes again. A capture is named by
 * its id alone: nothing that was asked for becomes part of a path.
 */
@RestController
@EnableConfigurationProperties(InternalAccess.class)
class RawCaptureController {

    /** Not registered, but what Wireshark's community uses. */
    private static final MediaType PCAPNG = MediaType.parseMediaType("application/x-pcapng");

    private final SpoolDirectory spool;
    private final InternalAccess access;

    RawCaptureController(SpoolDirectory spool, InternalAccess access) {
        this.spool = spool;
        this.access = access;
    }

    @GetMapping("/internal/captures/{id}/media")
    ResponseEntity<Resource> media(
            @PathVariable String id,
            @RequestHeader(name = InternalAccess.HEADER, required = false) @Nullable String token) {
        if (!access.permits(token)) {
            return ResponseEntity.status(HttpStatus.UNAUTHORIZED).build();
        }
        return idOf(id).flatMap(this::sealed)
                .orElseGet(() -> ResponseEntity.notFound().build());
    }

    private Optional<ResponseEntity<Resource>> sealed(CaptureId id) {
        return mediaOf(id)
                .map(media -> ResponseEntity.ok()
                        .eTag(media.sha256())
                        .contentType(PCAPNG)
                        .body(new FileSystemResource(spool.mediaFile(id))));
    }

    /** Empty while the call lasts: what still grows has no checksum. */
    private Optional<Manifest.Media> mediaOf(CaptureId id) {
        Path file = spool.mediaFile(id);
        try {
            return Files.isRegularFile(file)
                    ? Optional.ofNullable(spool.read(id).media())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<CaptureId> idOf(String text) {
        try {
            CaptureId id = CaptureId.of(text);
            return id.toString().equalsIgnoreCase(text) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
