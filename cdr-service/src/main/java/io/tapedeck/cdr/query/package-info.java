/**
 * Internal HTTP for the gateway: CDRs and recordings, page by page.
 */
@NullMarked
package io.tapedeck.cdr.query;

import org.jspecify.annotations.NullMarked;
