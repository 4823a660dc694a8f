/** The web pages: static files, no build, strict content security policy. */
@NullMarked
package io.tapedeck.gateway.pages;

import org.jspecify.annotations.NullMarked;
