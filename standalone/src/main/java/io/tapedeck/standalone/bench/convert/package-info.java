/** What converting costs: the engine alone, and with queue and store around it. */
@NullMarked
package io.tapedeck.standalone.bench.convert;

import org.jspecify.annotations.NullMarked;
