package io.tapedeck.gateway.rules;

import io.tapedeck.gateway.rules.BulkBody.Kind;
import io.tapedeck.gateway.rules.BulkBody.Selection;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * A bulk change that makes sense in itself.
 *
 * @param versions entity tags by id that the one who asks has seen
 */
record BulkOrder(Kind of, Selection select, JsonNode patch, boolean dryRun, Map<UUID, String> versions) {}
