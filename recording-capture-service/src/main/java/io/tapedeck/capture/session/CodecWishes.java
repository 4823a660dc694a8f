package io.tapedeck.capture.session;

import io.tapedeck.protocol.sdp.MediaDescription;
import io.tapedeck.protocol.sdp.PayloadType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which codecs of an offer go on, and in which order. Nothing is transcoded, so none is ever added. A codec is named as
 * in {@code a=rtpmap}: {@code PCMA}, {@code opus/48000}, {@code opus/48000/2}; case does not matter.
 *
 * @param strip to leave out; {@code all} or {@code full} for every one
 * @param except stay although all are stripped
 * @param first stay too, and come first, in this order
 */
public record CodecWishes(List<String> strip, List<String> except, List<String> first) {

    public static final CodecWishes NONE = new CodecWishes(List.of(), List.of(), List.of());

    /** Of no use without a codec beside them. */
    private static final Set<String> COMPANIONS =
            Set.of("TELEPHONE-EVENT", "CN", "RED", "ULPFEC", "FLEXFEC-03", "RTX", "PARITYFEC");

    public CodecWishes {
        strip = normal(strip);
        except = normal(except);
        first = normal(first);
    }

    /** Behind a double slash stand bit rate and parameters, which say how to encode, not which codec it is. */
    private static List<String> normal(List<String> names) {
        return names.stream()
                .map(name -> name.strip().toUpperCase(Locale.ROOT))
                .map(name -> name.contains("//") ? name.substring(0, name.indexOf("//")) : name)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** A line from which nothing usable would be left stays as it is. */
    MediaDescription applyTo(MediaDescription line) {
        return applyTo(line, first);
    }

    /** What is left stands in the order of who answered: what he prefers is not ours to say. */
    MediaDescription applyToAnswer(MediaDescription line) {
        return applyTo(line, List.of());
    }

    private MediaDescription applyTo(MediaDescription line, List<String> order) {
        if (equals(NONE) || !line.protocol().contains("RTP/")) {
            return line;
        }
        Map<String, PayloadType> types = typesOf(line);
        List<String> kept = line.formats().stream()
                .filter(format -> stays(types.get(format)))
                .toList();
        List<String> formats = inOrder(order, withoutOrphans(kept, types), types);
        return formats.stream().anyMatch(format -> isCodec(types.get(format))) && !formats.equals(line.formats())
                ? line.withFormats(formats)
                : line;
    }

    /** An answer's first codec with its companions, for parties that more than one confuses. */
    static MediaDescription onlyFirst(MediaDescription line) {
        Map<String, PayloadType> types = typesOf(line);
        List<String> kept = new ArrayList<>();
        boolean found = false;
        for (String format : line.formats()) {
            boolean codec = isCodec(types.get(format));
            if (!codec || !found) {
                kept.add(format);
            }
            found = found || codec;
        }
        return found ? line.withFormats(withoutOrphans(kept, types)) : line;
    }

    private static Map<String, PayloadType> typesOf(MediaDescription line) {
        Map<String, PayloadType> types = new HashMap<>();
        line.payloadTypes().forEach(type -> types.put(String.valueOf(type.number()), type));
        return types;
    }

    private boolean stays(@Nullable PayloadType type) {
        boolean all = strip.contains("ALL") || strip.contains("FULL");
        return names(except, type) || names(first, type) || (!all && !names(strip, type));
    }

    private static boolean names(List<String> list, @Nullable PayloadType type) {
        return type != null && list.stream().anyMatch(name -> names(name, type));
    }

    private static boolean names(String name, PayloadType type) {
        String[] parts = name.split("/", 3);
        return (parts[0].equals(type.encoding()) || parts[0].equals(String.valueOf(type.number())))
                && (parts.length < 2 || parts[1].equals(String.valueOf(type.clockRateHertz())))
                && (parts.length < 3 || parts[2].equals(String.valueOf(type.channels())));
    }

    /** Retransmissions (RFC 4588, 8.1) of a codec that is gone go too. */
    private static List<String> withoutOrphans(List<String> formats, Map<String, PayloadType> types) {
        Set<String> kept = new HashSet<>(formats);
        return formats.stream()
                .filter(format -> {
                    PayloadType type = types.get(format);
                    return type == null || !type.encoding().equals("RTX") || kept.contains(associated(type));
                })
                .toList();
    }

    private static String associated(PayloadType type) {
        for (String parameter : type.parameters().split(";", -1)) {
            String text = parameter.strip();
            if (text.startsWith("apt=")) {
                return text.substring(4);
            }
        }
        return "";
    }

    private static List<String> inOrder(List<String> order, List<String> formats, Map<String, PayloadType> types) {
        List<String> ordered = new ArrayList<>();
        for (String name : order) {
            for (String format : formats) {
                PayloadType type = types.get(format);
                if (type != null && names(name, type) && !ordered.contains(format)) {
                    ordered.add(format);
                }
            }
        }
        formats.stream().filter(format -> !ordered.contains(format)).forEach(ordered::add);
        return ordered;
    }

    private static boolean isCodec(@Nullable PayloadType type) {
        return type == null || !COMPANIONS.contains(type.encoding());
    }
}
