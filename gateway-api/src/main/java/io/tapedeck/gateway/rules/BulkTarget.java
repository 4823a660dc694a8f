package io.tapedeck.gateway.rules;

import java.util.UUID;

/**
 * Whose document is changed.
 *
 * @param name as people know it
 * @param number extension, or the device's user name; empty for a team
 */
record BulkTarget(UUID id, String name, String number) {}
