package io.tapedeck.gateway.rules;

import io.tapedeck.contracts.directory.RecordingRules;

/**
 * The rules of one scope as they stand.
 *
 * @param version 0 for a scope for which nothing was ever set; counts the changes from there
 */
public record RulesDocument(long version, RecordingRules rules) {}
