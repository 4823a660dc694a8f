/** Who is recorded: the settings documents of platform, tenants, teams, users and devices. */
@NullMarked
package io.tapedeck.gateway.rules;

import org.jspecify.annotations.NullMarked;
