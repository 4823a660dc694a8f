/**
 * The pcapng capture format (draft-ietf-opsawg-pcapng), as far as a recorder needs it: sections, interfaces, enhanced packets.
 * The reader takes files of any writer in both byte orders, and tails torn by a crash.
 */
@NullMarked
package io.tapedeck.protocol.pcapng;

import org.jspecify.annotations.NullMarked;
