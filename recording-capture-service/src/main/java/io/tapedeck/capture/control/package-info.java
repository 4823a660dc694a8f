/** The ng protocol of rtpengine over UDP: cookies, bencode and JSON, commands in order per call. */
@NullMarked
package io.tapedeck.capture.control;

import org.jspecify.annotations.NullMarked;
