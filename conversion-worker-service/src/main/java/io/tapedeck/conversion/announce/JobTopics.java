package io.tapedeck.conversion.announce;

import io.tapedeck.contracts.Topics;

/** Topics that workers use among themselves. */
public interface JobTopics {

    /** Jobs that take long, in the form of {@link Topics#CAPTURES}. */
    String LONG = Topics.CAPTURES + ".long";

    /** Jobs that wait for a while and then go to {@link Topics#CAPTURES} again, in the order in which they came. */
    String LATER = Topics.CAPTURES + ".later";

    /** Header of a job that was put off: the first time, in milliseconds since 1970, as text. */
    String SINCE_HEADER = "tapedeck-put-off-since";
}
