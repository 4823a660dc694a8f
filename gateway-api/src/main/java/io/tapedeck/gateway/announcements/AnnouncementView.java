package io.tapedeck.gateway.announcements;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tapedeck.gateway.announcements.Announcements.Stored;
import java.util.UUID;

/** An announcement as it is shown. */
@Schema(name = "Announcement")
record AnnouncementView(UUID id, UUID tenantId, String name, long durationMs, String sha256, String soundUrl) {

    static AnnouncementView of(Stored stored) {
        var announcement = stored.announcement();
        return new AnnouncementView(
                announcement.id().value(),
                announcement.tenantId().value(),
                announcement.name(),
                stored.millis(),
                announcement.sha256(),
                "/api/v1/announcements/" + announcement.id() + "/sound");
    }
}
