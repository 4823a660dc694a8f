/**
 * The rtpengine control protocol "ng": datagrams of a cookie and a bencoded dictionary. Bodies in JSON are recognised and left to
 * their users. Depth, count and length of what a stranger sends are bounded.
 */
@NullMarked
package io.tapedeck.protocol.ng;

import org.jspecify.annotations.NullMarked;
