package io.tapedeck.export.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a file is put: the address of the order with the file's name behind its path, its query kept.
 *
 * @param authorization from the user part of the address (RFC 3986, 3.2.1), as basic authentication; null without one
 */
record Target(URI uri, @Nullable String authorization) {

    /** Empty for what is no address of a web server. */
    static Optional<Target> of(URI address, String fileName) {
        String scheme = address.getScheme();
        if (scheme == null || address.getHost() == null || !isWeb(scheme.toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Target(under(address, scheme, fileName), authorization(address.getUserInfo())));
        } catch (URISyntaxException none) {
            return Optional.empty();
        }
    }

    private static boolean isWeb(String scheme) {
        return scheme.equals("http") || scheme.equals("https");
    }

    private static URI under(URI address, String scheme, String fileName) throws URISyntaxException {
        String path = address.getRawPath() == null ? "" : address.getRawPath();
        String port = address.getPort() < 0 ? "" : ":" + address.getPort();
        String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
        String slash = path.endsWith("/") ? "" : "/";
        return new URI(scheme + "://" + address.getHost() + port + path + slash + fileName + query);
    }

    private static @Nullable String authorization(@Nullable String userInfo) {
        return userInfo == null
                ? null
                : "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    }
}
