package io.tapedeck.proxy.control;

import io.tapedeck.contracts.SessionId;
import io.tapedeck.proxy.control.ControlAction.Verb;
import io.tapedeck.proxy.policy.Medium;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The body of a control message: a JSON object, lines of {@code key=value} or {@code key: value}, or the bare operation.
 *
 * @param session empty when the message does not say, as within the dialog of the call
 */
public record ControlText(ControlAction action, Optional<SessionId> session) {

    private static final Map<String, ControlAction> OPERATIONS = Map.of(
            "pause-audio-recording", new ControlAction(Verb.PAUSE, Set.of(Medium.AUDIO)),
            "resume-audio-recording", new ControlAction(Verb.RESUME, Set.of(Medium.AUDIO)),
            "pause-video-recording", new ControlAction(Verb.PAUSE, Set.of(Medium.VIDEO)),
            "resume-video-recording", new ControlAction(Verb.RESUME, Set.of(Medium.VIDEO)));

    private static final String OPERATION = "operation";
    private static final String SESSION = "session_id";
    private static final int LONGEST = 4_096;

    /** Empty when it is none of these, or names an operation that there is not, or a session that is no id. */
    public static Optional<ControlText> parse(String body) {
        String text = body.strip();
        if (text.isEmpty() || text.length() > LONGEST) {
            return Optional.empty();
        }
        return text.startsWith("{") ? json(text) : of(lines(text));
    }

    private static Optional<ControlText> json(String text) {
        try {
            JsonNode node = JsonMapper.shared().readTree(text);
            var said = new HashMap<String, String>();
            node.forEachEntry((key, value) -> said.put(key, value.isString() ? value.stringValue() : ""));
            return of(said);
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    private static Map<String, String> lines(String text) {
        var said = new HashMap<String, String>();
        text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> {
            String[] parts = line.split("[=:]", 2);
            if (parts.length == 2) {
                said.put(parts[0].strip().toLowerCase(Locale.ROOT), parts[1].strip());
            } else {
                said.putIfAbsent(OPERATION, line);
            }
        });
        return said;
    }

    private static Optional<ControlText> of(Map<String, String> said) {
        ControlAction action = OPERATIONS.get(said.getOrDefault(OPERATION, "").toLowerCase(Locale.ROOT));
        String session = said.get(SESSION);
        if (action == null) {
            return Optional.empty();
        }
        return session == null
                ? Optional.of(new ControlText(action, Optional.empty()))
                : id(session).map(id -> new ControlText(action, Optional.of(id)));
    }

    private static Optional<SessionId> id(@Nullable String text) {
        try {
            return Optional.of(SessionId.of(String.valueOf(text)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
