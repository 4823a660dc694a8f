/**
 * The domain: what a call is while it rings, is answered and ends, and which answer of several a caller gets. Tables
 * without I/O and without a clock; {@code sip} carries out what they decide.
 */
@NullMarked
package io.tapedeck.proxy.dialog;

import org.jspecify.annotations.NullMarked;
