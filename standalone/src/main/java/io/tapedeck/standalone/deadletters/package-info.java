/** Records that could not be processed: looked at and sent again by an operator. */
@NullMarked
package io.tapedeck.standalone.deadletters;

import org.jspecify.annotations.NullMarked;
