/**
 * The domain: what a sealed capture asks for, what file comes of it, and how it can fail. Pure values; its rules are
 * tested by calling them.
 */
@NullMarked
package io.tapedeck.conversion.job;

import org.jspecify.annotations.NullMarked;
