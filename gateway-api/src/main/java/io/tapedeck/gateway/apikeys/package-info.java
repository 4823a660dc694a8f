/** Keys with which programs use the API, for the whole platform or for one tenant. */
@NullMarked
package io.tapedeck.gateway.apikeys;

import org.jspecify.annotations.NullMarked;
