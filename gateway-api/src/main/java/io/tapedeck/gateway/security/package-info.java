/** Login by password, API key or form, and the rules of who may call what. */
@NullMarked
package io.tapedeck.gateway.security;

import org.jspecify.annotations.NullMarked;
