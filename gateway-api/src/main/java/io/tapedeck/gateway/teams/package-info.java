/** Users of a tenant under one name, for whom something can be set at once. */
@NullMarked
package io.tapedeck.gateway.teams;

import org.jspecify.annotations.NullMarked;
