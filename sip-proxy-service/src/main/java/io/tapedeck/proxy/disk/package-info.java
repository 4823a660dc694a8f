/**
 * DISK: what the proxy has to know again after a restart and cannot ask anybody for: its signing key and where the
 * phones are. (The directory's copy and the call journal lie beside it, each kept by its own package.)
 */
@NullMarked
package io.tapedeck.proxy.disk;

import org.jspecify.annotations.NullMarked;
