/** Benchmarks as commands: each prints one line of JSON per result. */
@NullMarked
package io.tapedeck.standalone.bench;

import org.jspecify.annotations.NullMarked;
