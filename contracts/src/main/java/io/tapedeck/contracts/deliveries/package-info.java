/** Topic {@code tapedeck.deliveries}: what left the platform, written by the storage-export-service. */
@NullMarked
package io.tapedeck.contracts.deliveries;

import org.jspecify.annotations.NullMarked;
