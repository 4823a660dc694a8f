package io.tapedeck.contracts;

/** The topics of the platform. The key is named behind each; records with one key stay in order. */
public interface Topics {

    /** Key: session id. */
    String CALLS = "tapedeck.calls";

    /** Key: session id. Also the conversion workers' queue, read as a share group. */
    String CAPTURES = "tapedeck.captures";

    /** Key: session id. */
    String RECORDINGS = "tapedeck.recordings";

    /** Key: session id. */
    String CDRS = "tapedeck.cdrs";

    /** Key: recording id. */
    String DELIVERIES = "tapedeck.deliveries";

    /** Key: entity id. Compacted; a record without a value removes the entity. */
    String DIRECTORY = "tapedeck.directory";

    /** Behind the name of a topic: where records go that cannot be processed. */
    String DEAD_LETTER_SUFFIX = ".dlt";

    /** Kafka header of a dead letter: a sentence that says why it is there. */
    String DEAD_LETTER_REASON_HEADER = "tapedeck-reason";
}
