package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.text.ParseException;
import org.jspecify.annotations.Nullable;

/**
 * JAIN-SIP's parser, with what it cannot read counted. Whatever it throws at a hostile message becomes a
 * {@link ParseException}, which the stack answers with 400 or drops; anything else would end a reading thread.
 */
final class CountingParser implements MessageParser {

    private final StringMsgParser parser = new StringMsgParser();
    private final Runnable malformed;

    CountingParser(Runnable malformed) {
        this.malformed = malformed;
    }

    @Override
    public @Nullable SIPMessage parseSIPMessage(
            byte[] message, boolean readBody, boolean strict, @Nullable ParseExceptionListener listener)
            throws ParseException {
        try {
            ReadableForm form = ReadableForm.of(message);
            SIPMessage parsed = parser.parseSIPMessage(form.message(), readBody, strict, listener);
            form.mark(parsed);
            if (parsed != null) {
                ExactCSeq.putInto(parsed);
            }
            if (parsed instanceof SIPRequest request) {
                TransactionVia.putOnTop(request);
            }
            return parsed;
        } catch (ParseException e) {
            malformed.run();
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            malformed.run();
            throw new ParseException("unreadable: " + e, 0);
        }
    }
}
