/**
 * KAFKA OUT: the life of every call, on disk first and then on the topic {@code tapedeck.calls}. Kafka may be away for
 * as long as it likes: nothing is lost and the order stays. A restarted proxy finds here which calls were up.
 */
@NullMarked
package io.tapedeck.proxy.announce;

import org.jspecify.annotations.NullMarked;
