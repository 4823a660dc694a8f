/** Lists in pages: a limit, an opaque cursor, and the Link header that leads to the next page. */
@NullMarked
package io.tapedeck.gateway.paging;

import org.jspecify.annotations.NullMarked;
