/**
 * The conversion engine: raw capture in, media file out. Usable from a command line as well as from the worker; no Kafka,
 * no framework.
 */
@NullMarked
package io.tapedeck.conversion.media;

import org.jspecify.annotations.NullMarked;
