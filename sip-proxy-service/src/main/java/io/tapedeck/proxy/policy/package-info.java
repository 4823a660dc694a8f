/** Who is recorded: a pure function of the directory and of who calls whom. Explained in {@code docs/recording-policy.md}. */
@NullMarked
package io.tapedeck.proxy.policy;

import org.jspecify.annotations.NullMarked;
