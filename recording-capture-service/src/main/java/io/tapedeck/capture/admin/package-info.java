/** What operators look at: health and metrics. */
@NullMarked
package io.tapedeck.capture.admin;

import org.jspecify.annotations.NullMarked;
