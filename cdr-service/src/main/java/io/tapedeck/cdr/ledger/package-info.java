/**
 * The only home of SQL: keeps dossiers, catalogue and outbox in PostgreSQL, schema {@code cdr}.
 */
@NullMarked
package io.tapedeck.cdr.ledger;

import org.jspecify.annotations.NullMarked;
