/**
 * Facts about codecs that need no native library: G.711 companding and the static payload types of RFC 3551.
 */
@NullMarked
package io.tapedeck.protocol.codec;

import org.jspecify.annotations.NullMarked;
