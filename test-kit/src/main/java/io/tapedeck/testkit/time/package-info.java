/** Time in tests: a clock that moves only when told to, and waiting that has a deadline and no sleeping. */
@NullMarked
package io.tapedeck.testkit.time;

import org.jspecify.annotations.NullMarked;
