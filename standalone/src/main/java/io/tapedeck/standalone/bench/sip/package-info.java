/** What signalling costs: sipp on both sides of our proxy and capture node, or of Kamailio and rtpengine. */
@NullMarked
package io.tapedeck.standalone.bench.sip;

import org.jspecify.annotations.NullMarked;
