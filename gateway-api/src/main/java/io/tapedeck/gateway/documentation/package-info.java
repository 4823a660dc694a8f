/** The OpenAPI description of the public interface. */
@NullMarked
package io.tapedeck.gateway.documentation;

import org.jspecify.annotations.NullMarked;
