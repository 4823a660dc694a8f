/**
 * KAFKA IN: the compacted topic {@code tapedeck.directory}, read whole at the start and then followed, and the copy of
 * it on disk with which the proxy starts when Kafka is away.
 */
@NullMarked
package io.tapedeck.proxy.directory;

import org.jspecify.annotations.NullMarked;
