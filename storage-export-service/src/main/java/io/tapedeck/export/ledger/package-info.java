/**
 * The only home of SQL: deliveries and outbox in PostgreSQL, schema {@code export}.
 */
@NullMarked
package io.tapedeck.export.ledger;

import org.jspecify.annotations.NullMarked;
