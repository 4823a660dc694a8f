/**
 * What can be done to the recordings of a call while it lasts: how they stand, who may change that, and by which means it
 * is asked for. Knows neither SIP nor HTTP.
 */
@NullMarked
package io.tapedeck.proxy.control;

import org.jspecify.annotations.NullMarked;
