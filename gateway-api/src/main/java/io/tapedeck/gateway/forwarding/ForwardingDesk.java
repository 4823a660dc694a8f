package io.tapedeck.gateway.forwarding;

import io.tapedeck.contracts.directory.DirectoryEvent.User;
import io.tapedeck.contracts.directory.ForwardingRules;
import io.tapedeck.gateway.access.Caller;
import io.tapedeck.gateway.rules.DocumentReader;
import io.tapedeck.gateway.rules.DocumentTag;
import io.tapedeck.gateway.rules.MergePatch;
import io.tapedeck.gateway.users.Users;
import io.tapedeck.gateway.validation.Checks;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Shows and changes where calls are forwarded to, for whoever may. Safe for use by several threads. */
@Component
public class ForwardingDesk {

    private final Users users;
    private final ForwardingStore store;
    private final DocumentReader reader;
    private final JsonMapper json;

    ForwardingDesk(Users users, ForwardingStore store, DocumentReader reader, JsonMapper json) {
        this.users = users;
        this.store = store;
        this.reader = reader;
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
        ForwardingRules after = rules(user, MergePatch.apply(json.valueToTree(before.rules()), patch));
        permitted.accept(before.rules(), after);
        String expected = ifMatch == null ? DocumentTag.of(before.version()) : ifMatch;
        return store.replace(user, after, DocumentTag.version(expected), caller.name());
    }

    ForwardingDocument replace(Caller caller, User user, JsonNode document, @Nullable String ifMatch) {
        return store.replace(user, rules(user, document), DocumentTag.version(ifMatch), caller.name());
    }

    private ForwardingRules rules(User user, JsonNode document) {
        var checks = new Checks();
        return reader.read(document, ForwardingBody.class, checks).toRules(user, users::find, checks);
    }
}
