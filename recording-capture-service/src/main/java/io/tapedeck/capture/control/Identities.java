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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

    /** Of the metadata, these say who talks; the rest is kept as it is. */
    private static final Set<String> OWN_KEYS = Set.of("tenant", "from", "to", "caller", "callee");

    private static final int MOST_REMARKS = 32;
    private static final int LONGEST_KEY = 64;
    private static final int LONGEST_VALUE = 512;

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
        return better(request, new CallIdentity(session, callId, Party.offnet(""), Party.offnet(""), null, Map.of()));
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
        Map<String, String> metadata = request.metadata();
        Map<String, String> remarks = remarks(metadata, known.metadata());
        return own == null ? fromMetadata(metadata, known, remarks) : fromOwn(own, known, remarks);
    }

    /** What is known already and not said anew stays; what is too much is left out. */
    private static Map<String, String> remarks(Map<String, String> metadata, Map<String, String> known) {
        Map<String, String> remarks = new HashMap<>(known);
        new TreeMap<>(metadata).forEach((key, value) -> {
            boolean fits = key.length() <= LONGEST_KEY && value.length() <= LONGEST_VALUE;
            if (fits && !OWN_KEYS.contains(key) && (remarks.size() < MOST_REMARKS || remarks.containsKey(key))) {
                remarks.put(key, value);
            }
        });
        return remarks;
    }

    private CallIdentity fromOwn(NgDictionary own, CallIdentity known, Map<String, String> remarks) throws NgRefusal {
        return new CallIdentity(
                known.sessionId(),
                own.text("sip-call-id").orElse(known.sipCallId()),
                party(own, "caller", known.caller()),
                party(own, "callee", known.callee()),
                tenant(own.text("tenant").orElse(null), known.tenantId()),
                remarks);
    }

    private Party party(NgDictionary own, String key, Party otherwise) throws NgRefusal {
        String text = own.text(key).orElse("");
        try {
            return text.isEmpty() ? otherwise : json.readValue(text, Party.class);
        } catch (JacksonException _) {
            throw new NgRefusal("tapedeck " + key + " is not a party");
        }
    }

    private static CallIdentity fromMetadata(
            Map<String, String> metadata, CallIdentity known, Map<String, String> remarks) throws NgRefusal {
        String from = metadata.getOrDefault("from", metadata.getOrDefault("caller", ""));
        String to = metadata.getOrDefault("to", metadata.getOrDefault("callee", ""));
        return new CallIdentity(
                known.sessionId(),
                known.sipCallId(),
                from.isEmpty() ? known.caller() : Party.offnet(from),
                to.isEmpty() ? known.callee() : Party.offnet(to),
                tenant(metadata.get("tenant"), known.tenantId()),
                remarks);
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
                        null,
                        null,
                        optional,
                        null,
                        null));
    }
}
