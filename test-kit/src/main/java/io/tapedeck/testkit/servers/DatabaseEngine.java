package io.tapedeck.testkit.servers;

/** A running PostgreSQL server, wherever it runs. */
interface DatabaseEngine {

    /** JDBC URL of one of its databases, without credentials. */
    String url(String database);

    String user();

    String password();

    void stop();
}
