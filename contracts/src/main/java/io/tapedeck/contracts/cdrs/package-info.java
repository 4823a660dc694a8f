/** Topic {@code tapedeck.cdrs}: call detail records as they are pushed out, written by the cdr-service. */
@NullMarked
package io.tapedeck.contracts.cdrs;

import org.jspecify.annotations.NullMarked;
