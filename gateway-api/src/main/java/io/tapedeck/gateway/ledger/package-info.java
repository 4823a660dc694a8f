/** PostgreSQL: the only JDBC of the gateway. Each change and its event are one transaction. */
@NullMarked
package io.tapedeck.gateway.ledger;

import org.jspecify.annotations.NullMarked;
