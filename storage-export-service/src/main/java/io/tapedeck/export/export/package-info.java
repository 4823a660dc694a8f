/**
 * A delivery: one media file on its way to one address, when it is tried, when it is given up and who must act then. Pure
 * rules; what they need from outside is declared here as small interfaces.
 */
@NullMarked
package io.tapedeck.export.export;

import org.jspecify.annotations.NullMarked;
