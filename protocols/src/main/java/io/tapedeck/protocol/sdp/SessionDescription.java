package io.tapedeck.protocol.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A session description (RFC 8866). Lossless: lines it does not understand stay as they were, in their order; only line ends become
 * CR LF and empty lines go. Immutable; every {@code with} gives a changed copy.
 *
 * <pre>
 * v=0                                     session section, up to the first m=
 * o=- 20518 0 IN IP4 203.0.113.1
 * s=-
 * c=IN IP4 203.0.113.1
 * t=0 0
 * m=audio 54400 RTP/AVP 0 96              one media section per m=
 * a=rtpmap:96 opus/48000/2
 * </pre>
 */
public final class SessionDescription {

    /** Characters; a SIP message over UDP cannot carry more (RFC 3261, 18.1.1). */
    public static final int MAX_LENGTH = 65_535;

    public static final int MAX_LINES = 2_000;
    public static final int MAX_MEDIA = 64;

    private static final int ORIGIN_WORDS = Origin.WORDS;

    private final SdpLines session;
    private final List<MediaDescription> media;

    private SessionDescription(SdpLines session, List<MediaDescription> media) {
        this.session = session;
        this.media = List.copyOf(media);
    }

    /**
     * @throws SdpException when a line is no {@code <letter>=<value>}, {@code v=0} or a whole {@code o=} is missing, an {@code m=} or
     *     {@code c=} makes no sense, a stream has no address, or a bound is passed
     */
    public static SessionDescription parse(String text) throws SdpException {
        if (text.length() > MAX_LENGTH) {
            throw new SdpException("session description of " + text.length() + " characters, at most " + MAX_LENGTH);
        }
        List<List<String>> sections = SdpSections.of(text);
        var media = new ArrayList<MediaDescription>(sections.size() - 1);
        for (List<String> section : sections.subList(1, sections.size())) {
            media.add(MediaDescription.parse(section));
        }
        var description = new SessionDescription(new SdpLines(sections.getFirst()), media);
        description.validate();
        return description;
    }

    public List<MediaDescription> media() {
        return media;
    }

    /** The session's {@code c=} line, for all media without one of their own. */
    public Optional<Connection> connection() {
        return session.first('c').map(SessionDescription::connectionOf);
    }

    /** Value of {@code o=}: user name, id, version, network type, address type, address. */
    public String origin() {
        return session.first('o').orElseThrow();
    }

    /** Value of the session's first attribute with that name; an empty text for a flag. */
    public Optional<String> attribute(String name) {
        return valuesOf(session, name).stream().findFirst();
    }

    public List<Attribute> attributes() {
        return session.attributes();
    }

    /** Address of the medium's {@code c=}, else of the session's; of {@code o=} where a refused medium has neither. */
    public String connectionAddressOf(int mediaIndex) {
        return media.get(mediaIndex)
                .connection()
                .or(this::connection)
                .map(Connection::address)
                .orElseGet(() -> SdpLines.words(origin())[ORIGIN_WORDS - 1]);
    }

    /** The medium's direction attribute, else the session's, else {@link Direction#SENDRECV}. */
    public Direction directionOf(int mediaIndex) {
        return media.get(mediaIndex).declaredDirection().or(session::direction).orElse(Direction.SENDRECV);
    }

    /** Replaces the session's {@code c=}, or adds one; the media keep theirs. */
    public SessionDescription withConnection(String addressType, String address) {
        var connection = new Connection("IN", addressType, address);
        return new SessionDescription(session.withSingle('c', connection.toString(), "vosiuep"), media);
    }

    /** Replaces the address in {@code o=}; user name, id and version stay. */
    public SessionDescription withOrigin(String addressType, String address) {
        return withOrigin(originLine().at(new Connection("IN", addressType, address)));
    }

    /** What {@code o=} says. */
    public Origin originLine() {
        return Origin.of(SdpLines.words(origin()));
    }

    public SessionDescription withOrigin(Origin origin) {
        return new SessionDescription(session.withSingle('o', origin.toString(), "v"), media);
    }

    /** Value of {@code s=}; empty when there is none. */
    public String sessionName() {
        return session.first('s').orElse("");
    }

    public SessionDescription withSessionName(String name) {
        SdpLines.requireOneLine("session name", name);
        return new SessionDescription(session.withSingle('s', name, "vo"), media);
    }

    /** Replaces the session's first attribute of that name, or adds it; null makes it a flag. */
    public SessionDescription withAttribute(String name, @Nullable String value) {
        return new SessionDescription(session.withAttribute(new Attribute(name, value)), media);
    }

    /** Without any session attribute of that name; the media keep theirs. */
    public SessionDescription withoutAttribute(String name) {
        return new SessionDescription(session.withoutAttribute(name), media);
    }

    /**
     * @throws IndexOutOfBoundsException when there is no such medium
     */
    public SessionDescription withMedia(int index, MediaDescription replacement) {
        var changed = new ArrayList<>(media);
        changed.set(index, replacement);
        return new SessionDescription(session, changed);
    }

    private void validate() throws SdpException {
        for (String connection : session.all('c')) {
            Connection.parse(connection);
        }
        if (SdpLines.words(session.first('o').orElse("")).length != ORIGIN_WORDS) {
            throw new SdpException("o= is missing or has not six words");
        }
        boolean addressForAll = session.first('c').isPresent();
        for (int i = 0; i < media.size(); i++) {
            MediaDescription medium = media.get(i);
            if (!addressForAll && !medium.rejected() && medium.connection().isEmpty()) {
                throw new SdpException("no c= for medium " + (i + 1));
            }
        }
    }

    /** For lines that were checked when they were read. */
    static Connection connectionOf(String value) {
        try {
            return Connection.parse(value);
        } catch (SdpException e) {
            throw new IllegalStateException("a c= line that was never checked: " + value, e);
        }
    }

    static List<String> valuesOf(SdpLines lines, String name) {
        return lines.attributeValues(name);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SessionDescription that && session.equals(that.session) && media.equals(that.media);
    }

    @Override
    public int hashCode() {
        return 31 * session.hashCode() + media.hashCode();
    }

    /** The whole text, each line ended by CR LF. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        session.appendTo(text);
        media.forEach(medium -> medium.appendTo(text));
        return text.toString();
    }
}
