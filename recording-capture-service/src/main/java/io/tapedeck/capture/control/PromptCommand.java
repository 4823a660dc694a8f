package io.tapedeck.capture.control;

import io.tapedeck.capture.prompts.PromptException;
import io.tapedeck.capture.prompts.PromptShelf;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import java.util.Map;

/**
 * {@code keep prompt}: takes a piece of a file that is to be played by its hash later. A datagram holds 64 KB, an
 * announcement may have more.
 */
final class PromptCommand {

    private static final String HASH = "[0-9a-f]{64}";

    private final PromptShelf shelf;

    PromptCommand(PromptShelf shelf) {
        this.shelf = shelf;
    }

    Map<String, NgCommand> table() {
        return Map.of("keep prompt", this::keep);
    }

    private NgDictionary keep(NgRequest request) throws NgRefusal {
        NgDictionary own = request.tapedeck().orElse(NgDictionary.empty());
        String sha256 = own.text("sha256").orElse("");
        byte[] piece = request.body().bytes("blob").orElse(new byte[0]);
        long offset = own.integer("offset").orElse(-1);
        if (!sha256.matches(HASH) || piece.length == 0 || offset < 0) {
            throw new NgRefusal("No sha256, offset or blob of a prompt");
        }
        try {
            long there = shelf.put(sha256, own.integer("size").orElse(0), offset, piece);
            return NgReplies.ok(Map.of("tapedeck", NgDictionary.empty().with("kept", there)));
        } catch (PromptException e) {
            throw new NgRefusal("Failed to keep the prompt: " + e.getMessage());
        }
    }
}
