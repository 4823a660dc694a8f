package io.tapedeck.gateway.devices;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tapedeck.contracts.DeviceId;
import io.tapedeck.contracts.directory.DirectoryEvent.Device;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import io.tapedeck.gateway.validation.Checks;
import io.tapedeck.gateway.validation.TextRule;
import io.tapedeck.protocol.digest.DigestAlgorithm;
import org.jspecify.annotations.Nullable;

/** A device as it is written by people. Its password is turned into digest values at once and never kept. */
@Schema(
        name = "DeviceRequest",
        requiredProperties = {"name", "username"})
record DeviceBody(
        @Schema(example = "Desk phone") @Nullable String name,

        @Schema(description = "Digest user name; unique on the platform", example = "1001-desk") @Nullable
        String username,

        @Schema(
                description = "Needed for a new device and with a new user name; otherwise the old one stays",
                accessMode = Schema.AccessMode.WRITE_ONLY)
        @Nullable
        String password,

        @Schema(defaultValue = "true") @Nullable Boolean enabled) {

    @Override
    public String toString() {
        return "DeviceBody[" + username + "]"; // no password in a log
    }

    /** A new device of that user; refuses what is wrong with it. */
    Device toDevice(DeviceId id, User user, DigestRealm realm) {
        var checks = new Checks();
        var device = device(checks, id, user, checks.required("/password", password, TextRule.PASSWORD), realm);
        checks.refuseIfAny();
        return device;
    }

    /** The changed device; without a password the old one stays, as long as the user name does. */
    Device change(Device old, User user, DigestRealm realm) {
        if (password != null || !old.username().equals(username)) {
            return toDevice(old.id(), user, realm);
        }
        var checks = new Checks();
        String label = checks.required("/name", name, TextRule.NAME);
        checks.refuseIfAny();
        return new Device(
                old.id(),
                old.tenantId(),
                old.userId(),
                label,
                old.username(),
                old.ha1Md5(),
                old.ha1Sha256(),
                enabled == null || enabled);
    }

    private Device device(Checks checks, DeviceId id, User user, String secret, DigestRealm realm) {
        String account = checks.required("/username", username, TextRule.USERNAME);
        return new Device(
                id,
                user.tenantId(),
                user.id(),
                checks.required("/name", name, TextRule.NAME),
                account,
                DigestAlgorithm.MD5.ha1(account, realm.realm(), secret),
                DigestAlgorithm.SHA_256.ha1(account, realm.realm(), secret),
                enabled == null || enabled);
    }
}
