package io.tapedeck.gateway.trunks;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.TrunkId;
import io.tapedeck.contracts.directory.DirectoryEvent.Trunk;
import io.tapedeck.gateway.validation.Checks;
import io.tapedeck.gateway.validation.TextRule;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A trunk as it is written by people. */
@Schema(
        name = "TrunkRequest",
        requiredProperties = {"name", "host"})
record TrunkBody(
        @Schema(example = "Carrier A") @Nullable String name,

        @Schema(description = "The tenant that owns the trunk; left out: every tenant may use it") @Nullable
        UUID tenantId,

        @Schema(description = "Where calls to the trunk are sent", example = "sip.carrier.example") @Nullable
        String host,

        @Schema(description = "0 or left out: the transport's default") @Nullable
        Integer port,

        @Schema(
                allowableValues = {"udp", "tcp"},
                defaultValue = "udp")
        @Nullable
        String transport,

        @Schema(
                description = "Addresses whose requests are taken for the trunk's: address, network or address:port",
                example = "[\"192.0.2.0/24\"]")
        @Nullable
        List<@Nullable String> sources,

        @Schema(
                description = "Dialled numbers that lead here; the longest match wins; \"\" matches all",
                example = "[\"+\"]")
        @Nullable
        List<@Nullable String> prefixes,

        @Schema(description = "For digest towards the trunk") @Nullable
        String username,

        @Schema(
                description = "Left out with the same user name: the old one stays",
                accessMode = Schema.AccessMode.WRITE_ONLY)
        @Nullable
        String password,

        @Schema(defaultValue = "true") @Nullable Boolean enabled) {

    private static final int LIST_MAXIMUM = 256;
    private static final int PORT_MAXIMUM = 65_535;

    @Override
    public String toString() {
        return "TrunkBody[" + name + "]"; // no password in a log
    }

    @Nullable
    TenantId owner() {
        return tenantId == null ? null : new TenantId(tenantId);
    }

    /**
     * The trunk that is meant; refuses what is wrong with it.
     *
     * @param old the trunk as it was; null for a new one
     */
    Trunk toTrunk(TrunkId id, @Nullable Trunk old) {
        var checks = new Checks();
        String account = checks.optional("/username", username, TextRule.USERNAME);
        var trunk = new Trunk(
                id,
                owner(),
                checks.required("/name", name, TextRule.NAME),
                checks.required("/host", host, TextRule.HOST),
                checks.range("/port", port, 0, PORT_MAXIMUM, 0),
                transport(checks),
                checks.list("/sources", sources, TextRule.SOURCE, LIST_MAXIMUM),
                checks.list("/prefixes", prefixes, TextRule.PREFIX, LIST_MAXIMUM),
                account,
                secret(checks, account, old),
                enabled == null || enabled);
        checks.refuseIfAny();
        return trunk;
    }

    private String transport(Checks checks) {
        String wanted = transport == null ? "udp" : transport.toLowerCase(Locale.ROOT);
        if (!wanted.equals("udp") && !wanted.equals("tcp")) {
            checks.fault("/transport", "Must be \"udp\" or \"tcp\".");
        }
        return wanted;
    }

    private @Nullable String secret(Checks checks, @Nullable String account, @Nullable Trunk old) {
        if (account == null) {
            if (password != null) {
                checks.fault("/username", "Must be given when there is a password.");
            }
            return null;
        }
        if (password == null && old != null && account.equals(old.username())) {
            return old.password();
        }
        return checks.required("/password", password, TextRule.PASSWORD);
    }
}
