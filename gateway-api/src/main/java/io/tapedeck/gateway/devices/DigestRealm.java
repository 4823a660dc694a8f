package io.tapedeck.gateway.devices;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The realm for which the devices' digest values are made; the sip-proxy must have the same.
 *
 * @param realm of all digest challenges; a change makes every stored device password worthless
 */
@ConfigurationProperties("tapedeck")
public record DigestRealm(String realm) {

    public DigestRealm {
        if (realm.isBlank() || realm.contains("\"")) {
            throw new IllegalArgumentException("tapedeck.realm must be a text without quotes, was '" + realm + "'");
        }
    }
}
