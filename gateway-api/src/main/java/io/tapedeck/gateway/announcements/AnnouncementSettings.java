package io.tapedeck.gateway.announcements;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How many announcements there may be: each is up to a megabyte in the memory of every proxy.
 *
 * @param announcementsPerTenant at most
 */
@ConfigurationProperties("tapedeck.gateway")
public record AnnouncementSettings(int announcementsPerTenant) {

    public AnnouncementSettings {
        if (announcementsPerTenant < 0) {
            throw new IllegalArgumentException("tapedeck.gateway.announcements-per-tenant must not be negative");
        }
    }
}
