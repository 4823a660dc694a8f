package io.tapedeck.contracts.directory;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.tapedeck.contracts.AnnouncementId;
import io.tapedeck.contracts.DeviceId;
import io.tapedeck.contracts.TeamId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.TrunkId;
import io.tapedeck.contracts.UserId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The state of one entity of the directory, whole. The last record of a key is the truth. */
public sealed interface DirectoryEvent {

    /**
     * @param domain SIP domain of the tenant, lower case; unique on the platform
     * @param recording what is recorded for the tenant
     */
    @JsonTypeName("tapedeck.directory.Tenant.v1")
    record Tenant(TenantId id, String name, String domain, boolean enabled, RecordingSettings recording)
            implements DirectoryEvent {}

    /**
     * @param extension the number by which colleagues reach the user; unique in the tenant
     * @param numbers public numbers (DIDs) that lead to the user, in the form the trunks send
     */
    @JsonTypeName("tapedeck.directory.User.v1")
    record User(
            UserId id, TenantId tenantId, String extension, String displayName, List<String> numbers, boolean enabled)
            implements DirectoryEvent {

        public User {
            numbers = List.copyOf(numbers);
        }
    }

    /**
     * @param username digest user name; unique on the platform
     * @param ha1Md5 MD5(username:realm:password), lower-case hexadecimal (RFC 8760, 2.3)
     * @param ha1Sha256 the same by SHA-256
     */
    @JsonTypeName("tapedeck.directory.Device.v1")
    record Device(
            DeviceId id,
            TenantId tenantId,
            UserId userId,
            String name,
            String username,
            String ha1Md5,
            String ha1Sha256,
            boolean enabled)
            implements DirectoryEvent {}

    /**
     * @param tenantId the tenant that owns the trunk; null when every tenant may use it
     * @param host where calls to the trunk are sent
     * @param port 0 for the transport's default
     * @param transport {@code udp} or {@code tcp}
     * @param sources addresses whose requests are taken for the trunk's: {@code 192.0.2.7}, {@code 192.0.2.0/24} or,
     *     with a source port, {@code 192.0.2.7:5080}
     * @param prefixes dialled numbers that lead here; the longest match wins; the empty prefix matches all
     * @param username for digest towards the trunk; null for none
     */
    @JsonTypeName("tapedeck.directory.Trunk.v1")
    record Trunk(
            TrunkId id,
            @Nullable TenantId tenantId,
            String name,
            String host,
            int port,
            String transport,
            List<String> sources,
            List<String> prefixes,
            @Nullable String username,
            @Nullable String password,
            boolean enabled)
            implements DirectoryEvent {

        public Trunk {
            sources = List.copyOf(sources);
            prefixes = List.copyOf(prefixes);
        }
    }

    /** Users under one name, for whom something can be set at once. */
    @JsonTypeName("tapedeck.directory.Team.v1")
    record Team(TeamId id, TenantId tenantId, String name, List<UserId> members) implements DirectoryEvent {

        public Team {
            members = List.copyOf(members);
        }
    }

    /**
     * The recording rules of one level.
     *
     * @param id of the document, which is an entity of its own
     * @param scope id of the tenant, team, user or device that they are for; null at the platform's level
     * @param version counts the changes, from 1
     */
    @JsonTypeName("tapedeck.directory.Rules.v1")
    record Rules(UUID id, RecordingLevel level, @Nullable UUID scope, long version, RecordingRules recording)
            implements DirectoryEvent {

        public Rules {
            if ((level == RecordingLevel.PLATFORM) != (scope == null)) {
                throw new IllegalArgumentException("rules of the platform have no scope, all others have one");
            }
        }
    }

    /**
     * A sound of a tenant's own, made ready for calls.
     *
     * @param sha256 of the sound, lower-case hexadecimal; capture nodes know it by this
     * @param sound an Ogg file with Opus, in Base64; some kilobytes a second
     */
    @JsonTypeName("tapedeck.directory.Announcement.v1")
    record Announcement(AnnouncementId id, TenantId tenantId, String name, String sha256, String sound)
            implements DirectoryEvent {}

    /**
     * Where the calls to a user go instead.
     *
     * @param id of the document, which is an entity of its own
     * @param version counts the changes, from 1
     */
    @JsonTypeName("tapedeck.directory.CallForwarding.v1")
    record CallForwarding(UUID id, TenantId tenantId, UserId userId, long version, ForwardingRules forwarding)
            implements DirectoryEvent {}
}
