/** The cdr-service: call detail records and the catalogue of recordings. Only its application class stands here. */
@NullMarked
package io.tapedeck.cdr;

import org.jspecify.annotations.NullMarked;
