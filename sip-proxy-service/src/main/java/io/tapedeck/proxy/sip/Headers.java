package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.address.AddressFactoryImpl;
import gov.nist.javax.sip.header.HeaderFactoryImpl;
import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.message.SIPMessage;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.sip.SipException;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.Header;
import org.jspecify.annotations.Nullable;

/** Headers and addresses from text and to text. */
final class Headers {

    static final String SESSION_ID = "X-Session-Id";

    private static final HeaderFactoryImpl HEADERS = new HeaderFactoryImpl();
    private static final AddressFactoryImpl ADDRESSES = new AddressFactoryImpl();

    private Headers() {}

    /**
     * @throws IllegalArgumentException when the value is not one of that header
     */
    static Header of(String name, String value) {
        try {
            return HEADERS.createHeader(name, value);
        } catch (ParseException e) {
            throw new IllegalArgumentException(name + " cannot be '" + value + "'", e);
        }
    }

    /**
     * @throws IllegalArgumentException when the text is not a SIP URI
     */
    static SipURI sipUri(String text) {
        try {
            URI uri = ADDRESSES.createURI(text);
            if (uri instanceof SipURI sip) {
                return sip;
            }
        } catch (ParseException e) {
            throw new IllegalArgumentException("not a SIP URI: " + text, e);
        }
        throw new IllegalArgumentException("not a SIP URI: " + text);
    }

    /** User part of the SIP URI in a header of the form {@code "name" <uri>;parameters}; empty when there is none. */
    static String userIn(String value) {
        try {
            URI uri = ADDRESSES
                    .createAddress(value.contains("<") ? value.substring(0, value.indexOf('>') + 1) : value)
                    .getURI();
            return uri instanceof SipURI sip ? orEmpty(sip.getUser()) : "";
        } catch (ParseException e) {
            return "";
        }
    }

    /** On top of those of the same name. */
    static void addFirst(SIPMessage message, Header header) {
        try {
            message.addFirst(header);
        } catch (SipException e) {
            throw new IllegalArgumentException("not a header that may occur twice: " + header.getName(), e);
        }
    }

    /** The values of all headers of that name, as they stand. */
    static List<String> values(SIPMessage message, String name) {
        var values = new ArrayList<String>();
        for (Iterator<SIPHeader> each = message.getHeaders(name); each.hasNext(); ) {
            values.add(each.next().getHeaderValue());
        }
        return values;
    }

    static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
