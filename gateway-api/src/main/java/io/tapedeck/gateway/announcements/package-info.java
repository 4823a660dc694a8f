/** Announcements of a tenant's own: uploaded or spoken by a speech engine, and made ready for calls once. */
@NullMarked
package io.tapedeck.gateway.announcements;

import org.jspecify.annotations.NullMarked;
