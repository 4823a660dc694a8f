/** Refusals as RFC 9457 problems: each says what is wrong, in which field, and who must act. */
@NullMarked
package io.tapedeck.gateway.problem;

import org.jspecify.annotations.NullMarked;
