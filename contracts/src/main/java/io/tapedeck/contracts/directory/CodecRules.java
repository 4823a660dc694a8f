package io.tapedeck.contracts.directory;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which codecs calls have. Nothing is transcoded, so none is added to what a phone offers.
 *
 * @param order preferred first, named as in {@code a=rtpmap}: {@code opus}, {@code G722}, {@code PCMA}, {@code opus/48000};
 *     case does not matter
 * @param only whether all others are left out; undefined: no, they stand behind
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CodecRules(List<String> order, @Nullable Boolean only) {

    public CodecRules {
        order = order == null ? List.of() : List.copyOf(order); // JSON may leave it out
    }
}
