/** The storage-export-service: what leaves the platform. Only its application class stands here. */
@NullMarked
package io.tapedeck.export;

import org.jspecify.annotations.NullMarked;
