package io.tapedeck.proxy.routing;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.DeviceId;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.TrunkId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.DirectoryEvent;
import io.tapedeck.contracts.directory.DirectoryEvent.Device;
import io.tapedeck.contracts.directory.DirectoryEvent.Tenant;
import io.tapedeck.contracts.directory.DirectoryEvent.Trunk;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import io.tapedeck.contracts.directory.RecordingSettings;
import io.tapedeck.protocol.digest.DigestAlgorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Two companies: Acme with Anna (1001, two devices) and Bob (1002), Beta with Carol (1001). All passwords: "secret". */
public final class ExampleDirectory {

    public static final String REALM = "tapedeck";

    public static final Tenant ACME = tenant(1, "acme.example", true);
    public static final Tenant BETA = tenant(2, "beta.example", true);
    public static final User ANNA = user(11, ACME, "1001", "Anna", List.of("+4930111"), true);
    public static final User BOB = user(12, ACME, "1002", "Bob", List.of(), true);
    public static final User CAROL = user(13, BETA, "1001", "Carol", List.of("+4989333"), true);
    public static final Device ANNAS_DESK = device(21, ANNA, "anna-desk", true);
    public static final Device ANNAS_MOBILE = device(22, ANNA, "anna-mobile", true);
    public static final Device BOBS_DESK = device(23, BOB, "bob-desk", true);
    public static final Device CAROLS_DESK = device(24, CAROL, "carol-desk", true);
    public static final Trunk ACMES_TRUNK =
            trunk(31, ACME.id(), "acme-trunk", "192.0.2.10", List.of("192.0.2.10"), List.of("+49", "0"), true);
    public static final Trunk PLATFORM_TRUNK =
            trunk(32, null, "platform-trunk", "192.0.2.20", List.of("192.0.2.0/24"), List.of("+", "0"), true);

    private ExampleDirectory() {}

    public static List<DirectoryEvent> entities() {
        return new ArrayList<>(List.of(
                ACME,
                BETA,
                ANNA,
                BOB,
                CAROL,
                ANNAS_DESK,
                ANNAS_MOBILE,
                BOBS_DESK,
                CAROLS_DESK,
                ACMES_TRUNK,
                PLATFORM_TRUNK));
    }

    /** The example with some entities in place of those with the same id, or beside them. */
    public static DirectorySnapshot with(DirectoryEvent... others) {
        var entities = entities();
        for (DirectoryEvent other : others) {
            entities.removeIf(entity ->
                    entity.getClass() == other.getClass() && idOf(entity).equals(idOf(other)));
            entities.add(other);
        }
        return DirectorySnapshot.of(entities);
    }

    /** Anna as a party who talks by this device of hers. */
    public static Party annaAt(Device device) {
        return new Party(
                Party.Network.ONNET, ANNA.extension(), ANNA.displayName(), ACME.domain(), ANNA.id(), device.id(), null);
    }

    public static UUID idOf(DirectoryEvent entity) {
        return switch (entity) {
            case Tenant tenant -> tenant.id().value();
            case User user -> user.id().value();
            case Device device -> device.id().value();
            case Trunk trunk -> trunk.id().value();
            case DirectoryEvent.Team team -> team.id().value();
            case DirectoryEvent.Rules rules -> rules.id();
            case DirectoryEvent.Announcement announcement -> announcement.id().value();
            case DirectoryEvent.CallForwarding forwarding -> forwarding.id();
        };
    }

    static Tenant tenant(int number, String domain, boolean enabled) {
        var recording = new RecordingSettings(true, MediaFormat.WAV, ChannelLayout.STEREO, null);
        return new Tenant(new TenantId(id(number)), domain, domain, enabled, recording);
    }

    static User user(int number, Tenant tenant, String extension, String name, List<String> numbers, boolean enabled) {
        return new User(new UserId(id(number)), tenant.id(), extension, name, numbers, enabled);
    }

    static Device device(int number, User user, String username, boolean enabled) {
        return new Device(
                new DeviceId(id(number)),
                user.tenantId(),
                user.id(),
                username,
                username,
                DigestAlgorithm.MD5.ha1(username, REALM, "secret"),
                DigestAlgorithm.SHA_256.ha1(username, REALM, "secret"),
                enabled);
    }

    static Trunk trunk(
            int number,
            @Nullable TenantId tenant,
            String name,
            String host,
            List<String> sources,
            List<String> prefixes,
            boolean enabled) {
        return new Trunk(
                new TrunkId(id(number)), tenant, name, host, 5060, "udp", sources, prefixes, null, null, enabled);
    }

    private static UUID id(int number) {
        return new UUID(0x0199a00000007000L, 0x8000000000000000L + number);
    }
}
