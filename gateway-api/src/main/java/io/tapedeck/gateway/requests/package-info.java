/** What happens to request bodies before a controller sees them: they are bounded, and a POST may be repeated. */
@NullMarked
package io.tapedeck.gateway.requests;

import org.jspecify.annotations.NullMarked;
