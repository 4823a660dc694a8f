/** Customer companies, and what is recorded for them. */
@NullMarked
package io.tapedeck.gateway.tenants;

import org.jspecify.annotations.NullMarked;
