/** Who is asking, and whose data they may see. Knows no technology. */
@NullMarked
package io.tapedeck.gateway.access;

import org.jspecify.annotations.NullMarked;
