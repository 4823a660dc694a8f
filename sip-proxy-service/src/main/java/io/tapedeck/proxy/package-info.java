/** The sip-proxy: what it is made of and how the parts are put together. */
@NullMarked
package io.tapedeck.proxy;

import org.jspecify.annotations.NullMarked;
