package io.tapedeck.contracts.captures;

import java.net.URI;

/**
 * Where the raw capture lies.
 *
 * @param location {@code file:} on a disk that workers share, or {@code http:} on the capture node
 * @param sha256 lower-case hexadecimal digest of the whole file
 */
public record RawFile(URI location, long bytes, String sha256) {}
