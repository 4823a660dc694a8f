package io.tapedeck.capture.control;

import io.tapedeck.capture.session.CallIdentity;
import io.tapedeck.capture.session.SessionRules;
import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who talks, and for whom it is recorded: from our proxy's dictionary {@code tapedeck}, or from the {@code metadata} of
 * controllers that know nothing of us.
 */
final class Identities {

    private final JsonMapper json;
    private final SessionRules rules;
    private final Supplier<UUID> ids;

    Identities(JsonMapper json, SessionRules rules, Supplier<UUID> ids) {
        this.json = json;
        this.rules = rules;
        this.ids = ids;
    }

    /** Of a call that was not known before. */
    CallIdentity fresh(NgRequest request, String callId) throws NgRefusal {
        SessionId session = request.tapedeck().isPresent() ? sessionIdOf(callId) : new SessionId(ids.get());
        return better(request, new CallIdentity(session, callId, Party.offnet(""), Party.offnet(""), null));
    }

    private SessionId sessionIdOf(String callId) throws NgRefusal {
        try {
            return SessionId.of(callId);
        } catch (IllegalArgumentException _) {
            throw new NgRefusal("call-id is not a session id");
        }
    }

    /** What the request adds to what is known. */
    CallIdentity better(NgRequest request, CallIdentity known) throws NgRefusal {
        NgDictionary own = request.tapedeck().orElse(null);
        return own == null ? fromMetadata(request.metadata(), known) : fromOwn(own, known);
    }

    private CallIdentity fromOwn(NgDictionary own, CallIdentity known) throws NgRefusal {
        return new CallIdentity(
                known.sessionId(),
                own.text("sip-call-id").orElse(known.sipCallId()),
                party(own, "caller", known.caller()),
                party(own, "callee", known.callee()),
                tenant(own.text("tenant").orElse(null), known.tenantId()));
    }

    private Party party(NgDictionary own, String key, Party otherwise) throws NgRefusal {
        String text = own.text(key).orElse("");
        try {
            return text.isEmpty() ? otherwise : json.readValue(text, Party.class);
        } catch (JacksonException _) {
            throw new NgRefusal("tapedeck " + key + " is not a party");
        }
    }

    private static CallIdentity fromMetadata(Map<String, String> metadata, CallIdentity known) throws NgRefusal {
        String from = metadata.getOrDefault("from", metadata.getOrDefault("caller", ""));
        String to = metadata.getOrDefault("to", metadata.getOrDefault("callee", ""));
        return new CallIdentity(
                known.sessionId(),
                known.sipCallId(),
                from.isEmpty() ? known.caller() : Party.offnet(from),
                to.isEmpty() ? known.callee() : Party.offnet(to),
                tenant(metadata.get("tenant"), known.tenantId()));
    }

    private static @Nullable TenantId tenant(@Nullable String id, @Nullable TenantId otherwise) throws NgRefusal {
        try {
            return id == null || id.isEmpty() ? otherwise : TenantId.of(id);
        } catch (IllegalArgumentException _) {
            throw new NgRefusal("tenant is not an id");
        }
    }

    /** The orders that our proxy gives with this request. */
    List<RecordingOrder> orders(NgRequest request) throws NgRefusal {
        String text = request.tapedeck().flatMap(own -> own.text("orders")).orElse("");
        try {
            return text.isEmpty() ? List.of() : json.readValue(text, new TypeReference<List<RecordingOrder>>() {});
        } catch (JacksonException _) {
            throw new NgRefusal("tapedeck orders are not a list of recording orders");
        }
    }

    /** An order in place of a foreign controller, which has none; nobody's recording has no order. */
    List<RecordingOrder> orderFor(CallIdentity identity, boolean optional) {
        TenantId tenant = identity.tenantId() == null ? rules.defaultTenant() : identity.tenantId();
        return tenant == null
                ? List.of()
                : List.of(new RecordingOrder(
                        new RecordingId(ids.get()),
                        tenant,
                        null,
                        MediaFormat.WAV,
                        ChannelLayout.STEREO,
                        null,
                        optional));
    }
}
