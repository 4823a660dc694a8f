/** How a conversation sounded, estimated from what the network did to it (ITU-T G.107, G.113). */
@NullMarked
package io.tapedeck.protocol.quality;

import org.jspecify.annotations.NullMarked;
