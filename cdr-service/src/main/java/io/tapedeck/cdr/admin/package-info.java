/**
 * What the operator sees and what runs by the clock: metrics, health, the sweep of recording assurance.
 */
@NullMarked
package io.tapedeck.cdr.admin;

import org.jspecify.annotations.NullMarked;
