/** Secure RTP for phones of tests. */
@NullMarked
package io.tapedeck.testkit.srtp;

import org.jspecify.annotations.NullMarked;
