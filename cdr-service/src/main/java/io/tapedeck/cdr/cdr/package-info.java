/**
 * What is known of a session and what follows from it: when a CDR is complete, where a recording stands, what is told to
 * others, what must be there and is not. Pure rules; what they need from outside is declared here as small interfaces.
 */
@NullMarked
package io.tapedeck.cdr.cdr;

import org.jspecify.annotations.NullMarked;
