/** What users may log in for: their own options, as far as their tenant lets them change these. */
@NullMarked
package io.tapedeck.gateway.selfcare;

import org.jspecify.annotations.NullMarked;
