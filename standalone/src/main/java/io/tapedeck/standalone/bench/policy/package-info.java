/** What deciding costs: who is recorded, with a large directory in memory. */
@NullMarked
package io.tapedeck.standalone.bench.policy;

import org.jspecify.annotations.NullMarked;
