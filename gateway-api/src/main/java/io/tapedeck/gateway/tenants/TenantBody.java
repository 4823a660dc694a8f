package io.tapedeck.gateway.tenants;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.directory.DirectoryEvent.Tenant;
import io.tapedeck.contracts.directory.RecordingSettings;
import io.tapedeck.gateway.validation.Checks;
import io.tapedeck.gateway.validation.TextRule;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** A tenant as it is written by people. */
@Schema(
        name = "TenantRequest",
        requiredProperties = {"name", "domain"})
record TenantBody(
        @Schema(example = "Example Ltd") @Nullable String name,

        @Schema(description = "SIP domain, unique on the platform", example = "example.com") @Nullable
        String domain,

        @Schema(defaultValue = "true") @Nullable Boolean enabled,
        @Nullable Recording recording) {

    /** What is recorded, and how. */
    @Schema(name = "RecordingSettings")
    record Recording(
            @Schema(defaultValue = "true") @Nullable Boolean enabled,
            @Schema(defaultValue = "wav") @Nullable MediaFormat format,
            @Schema(defaultValue = "stereo") @Nullable ChannelLayout layout,

            @Schema(
                    description = "Finished recordings are sent here by HTTP PUT",
                    example = "https://archive.example.com/calls")
            @Nullable
            String deliverTo) {}

    /** The tenant that is meant; refuses what is wrong with it. */
    Tenant toTenant(TenantId id) {
        var checks = new Checks();
        var tenant = new Tenant(
                id,
                checks.required("/name", name, TextRule.NAME),
                checks.required("/domain", domain, TextRule.DOMAIN),
                enabled == null || enabled,
                settings(checks));
        checks.refuseIfAny();
        return tenant;
    }

    private RecordingSettings settings(Checks checks) {
        var missing = RecordingSettings.DEFAULT;
        if (recording == null) {
            return missing;
        }
        return new RecordingSettings(
                recording.enabled == null ? missing.enabled() : recording.enabled,
                recording.format == null ? missing.format() : recording.format,
                recording.layout == null ? missing.layout() : recording.layout,
                recording.deliverTo == null ? null : webAddress(checks, recording.deliverTo));
    }

    private static @Nullable URI webAddress(Checks checks, String text) {
        try {
            URI address = new URI(text);
            boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            if (web && address.getHost() != null && address.getQuery() == null && address.getFragment() == null) {
                return address;
            }
        } catch (URISyntaxException notAnAddress) {
            // told below, in the same words
        }
        checks.fault("/recording/deliverTo", "Must be an http or https address without query and fragment.");
        return null;
    }
}
