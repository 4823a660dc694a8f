package io.tapedeck.gateway.forwarding;

import io.tapedeck.contracts.directory.DirectoryEvent.User;
import io.tapedeck.contracts.directory.ForwardingRules;
import io.tapedeck.gateway.access.Caller;
import io.tapedeck.gateway.problem.UnreadableBody;
import io.tapedeck.gateway.rules.DocumentTag;
import io.tapedeck.gateway.rules.MergePatch;
import io.tapedeck.gateway.users.Users;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Shows and changes where calls are forwarded to, for whoever may. Safe for use by several threads. */
@Component
public class ForwardingDesk {

    private final Users users;
    private final ForwardingStore store;
    private final JsonMapper json;

    ForwardingDesk(Users users, ForwardingStore store, JsonMapper json) {
        this.users = users;
        this.store = store;
        this.json = json;
    }

    public ForwardingDocument current(User user) {
        return store.find(user.id()).orElse(ForwardingDocument.NONE);
    }

    /**
     * Changes parts by a merge patch (RFC 7396).
     *
     * @param ifMatch an entity tag, or null for what is there now
     * @param permitted is given the document before and after, and throws when that may not be
     * @throws io.tapedeck.gateway.problem.Refusal 412 when it was changed meanwhile, 422 when it makes no sense
     */
    public ForwardingDocument patch(
            Caller caller,
            User user,
            JsonNode patch,
            @Nullable String ifMatch,
            BiConsumer<ForwardingRules, ForwardingRules> permitted) {
        ForwardingDocument before = current(user);
        ForwardingRules after = merged(before.rules(), patch).toRules(user, users::find);
        permitted.accept(before.rules(), after);
        String expected = ifMatch == null ? DocumentTag.of(before.version()) : ifMatch;
        return store.replace(user, after, DocumentTag.version(expected), caller.name());
    }

    ForwardingDocument replace(Caller caller, User user, ForwardingBody body, @Nullable String ifMatch) {
        return store.replace(user, body.toRules(user, users::find), DocumentTag.version(ifMatch), caller.name());
    }

    private ForwardingBody merged(ForwardingRules before, JsonNode patch) {
        try {
            return json.treeToValue(MergePatch.apply(json.valueToTree(before), patch), ForwardingBody.class);
        } catch (JacksonException unreadable) {
            throw UnreadableBody.explain(unreadable);
        }
    }
}
