/**
 * What the operator sees, and the courier's rounds: metrics, start and orderly end.
 */
@NullMarked
package io.tapedeck.export.admin;

import org.jspecify.annotations.NullMarked;
