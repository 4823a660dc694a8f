package io.tapedeck.protocol.sdp;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An {@code m=} line and all that belongs to it (RFC 8866, 5.14). Immutable; every {@code with} gives a changed copy in which all
 * other lines stand as before.
 */
public final class MediaDescription {

    private static final Set<String> BOUND_TO_A_FORMAT = Set.of("rtpmap", "fmtp", "rtcp-fb");

    private final MediaLine media;
    private final SdpLines lines;

    private MediaDescription(MediaLine media, SdpLines lines) {
        this.media = media;
        this.lines = lines;
    }

    static MediaDescription parse(List<String> lines) throws SdpException {
        var parsed = new MediaDescription(MediaLine.parse(SdpLines.value(lines.getFirst())), new SdpLines(lines));
        for (String connection : parsed.lines.all('c')) {
            Connection.parse(connection);
        }
        return parsed;
    }

    /** {@code audio}, {@code video}, {@code image}, {@code application}... */
    public String type() {
        return media.type();
    }

    /** 0 to 65,535; 0 where the stream is refused. */
    public int port() {
        return media.port();
    }

    /** Ports in a row; 1 unless written otherwise. */
    public int portCount() {
        return media.portCount();
    }

    /** {@code RTP/AVP}, {@code UDP/TLS/RTP/SAVPF}, {@code udptl}... */
    public String protocol() {
        return media.protocol();
    }

    /** As written: payload type numbers under RTP, names such as {@code t38} elsewhere. */
    public List<String> formats() {
        return media.formats();
    }

    /** Its own {@code c=} line; the session's counts when there is none. */
    public Optional<Connection> connection() {
        return lines.first('c').map(SessionDescription::connectionOf);
    }

    public List<Attribute> attributes() {
        return lines.attributes();
    }

    /** Value of the first attribute with that name; an empty text for a flag. */
    public Optional<String> attribute(String name) {
        return attributeValues(name).stream().findFirst();
    }

    /** Values of all attributes with that name, in their order; an empty text for a flag. */
    public List<String> attributeValues(String name) {
        return SessionDescription.valuesOf(lines, name);
    }

    /** Its own direction attribute, else {@link Direction#SENDRECV}; {@link SessionDescription#directionOf} asks the session too. */
    public Direction direction() {
        return declaredDirection().orElse(Direction.SENDRECV);
    }

    /** Its own direction attribute, if it has one. */
    public Optional<Direction> declaredDirection() {
        return lines.direction();
    }

    /** Port of {@code a=rtcp} (RFC 3605), else the one after {@link #port()}; 0 when there is none. */
    public int rtcpPort() {
        int declared = attribute("rtcp").map(MediaDescription::firstNumber).orElse(-1);
        if (declared > 0 && !rejected()) {
            return declared;
        }
        return rejected() || port() == MediaLine.MAX_PORT ? 0 : port() + 1;
    }

    /** RTCP may share the RTP port (RFC 5761). */
    public boolean rtcpMux() {
        return attribute("rtcp-mux").isPresent();
    }

    /** Port 0: refused or switched off (RFC 3264, 6). In a bundle port 0 may also mean "see the first" (RFC 9143, 6). */
    public boolean rejected() {
        return port() == 0;
    }

    /**
     * The formats as payload types, by {@code a=rtpmap}, {@code a=fmtp} and RFC 3551's static table, in the order of preference.
     * Numbers that nothing explains are left out; empty where the protocol is not RTP.
     */
    public List<PayloadType> payloadTypes() {
        return protocol().contains("RTP/") ? new PayloadMap(attributes()).resolve(formats()) : List.of();
    }

    /**
     * @throws IllegalArgumentException when the port is not 0 to 65,535
     */
    public MediaDescription withPort(int port) {
        return withMediaLine(media.withPort(port));
    }

    public MediaDescription withConnection(Connection connection) {
        return new MediaDescription(media, lines.withSingle('c', connection.toString(), "mi"));
    }

    public MediaDescription withoutConnection() {
        return new MediaDescription(media, lines.without('c'));
    }

    /** Replaces the first attribute of that name where it stands, or adds it at the end; null makes it a flag. */
    public MediaDescription withAttribute(String name, @Nullable String value) {
        return new MediaDescription(media, lines.withAttribute(new Attribute(name, value)));
    }

    /** Without any attribute of that name. */
    public MediaDescription withoutAttribute(String name) {
        return new MediaDescription(media, lines.withoutAttribute(name));
    }

    /** With these formats; {@code rtpmap}, {@code fmtp} and {@code rtcp-fb} of formats that are gone go too. */
    public MediaDescription withFormats(List<String> formats) {
        var kept = Set.copyOf(formats);
        var filtered = lines.lines().stream()
                .filter(line -> !isAboutAnother(line, kept))
                .toList();
        return new MediaDescription(media, new SdpLines(filtered)).withMediaLine(media.withFormats(formats));
    }

    /** With another protocol, such as {@code RTP/AVPF}; all else stays. */
    public MediaDescription withProtocol(String protocol) {
        return withMediaLine(media.withProtocol(protocol));
    }

    private MediaDescription withMediaLine(MediaLine changed) {
        return new MediaDescription(changed, lines.withSingle('m', changed.toString(), ""));
    }

    private static boolean isAboutAnother(String line, Set<String> kept) {
        int colon = line.indexOf(':');
        if (colon < 0 || !SdpLines.is(line, 'a') || !BOUND_TO_A_FORMAT.contains(line.substring(2, colon))) {
            return false;
        }
        String[] words = SdpLines.words(line.substring(colon + 1));
        return words.length > 0 && !words[0].equals("*") && !kept.contains(words[0]);
    }

    private static int firstNumber(String value) {
        String[] words = SdpLines.words(value);
        return words.length == 0 ? -1 : MediaLine.decimal(words[0], MediaLine.MAX_PORT);
    }

    void appendTo(StringBuilder text) {
        lines.appendTo(text);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MediaDescription that && lines.equals(that.lines);
    }

    @Override
    public int hashCode() {
        return lines.hashCode();
    }

    /** The section's text, each line ended by CR LF. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        appendTo(text);
        return text.toString();
    }
}
