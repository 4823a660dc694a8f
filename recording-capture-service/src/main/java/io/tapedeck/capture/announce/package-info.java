/** Kafka out: tells what the manifests say, until it is acknowledged. */
@NullMarked
package io.tapedeck.capture.announce;

import org.jspecify.annotations.NullMarked;
