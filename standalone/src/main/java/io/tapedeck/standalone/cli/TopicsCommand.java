package io.tapedeck.standalone.cli;

import io.tapedeck.standalone.platform.TopicPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Creates the topics of a cluster; run once before the first service, harmless again. */
@Command(name = "topics", description = "Create the Kafka topics (idempotent).", mixinStandardHelpOptions = true)
public final class TopicsCommand implements Runnable {

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:TAPEDECK_KAFKA:-127.0.0.1:19092}",
            description = "Bootstrap servers (default: TAPEDECK_KAFKA or 127.0.0.1:19092).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String kafka;

    @Option(
            names = "--partitions",
            defaultValue = "8",
            description = "Partitions per topic; the work queue has an eighth of them (default: ${DEFAULT-VALUE}).")
    private int partitions;

    @Option(
            names = "--replicas",
            defaultValue = "1",
            description = "Copies of each record (default: ${DEFAULT-VALUE}).")
    private short replicas;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        new TopicPlan(partitions, replicas).create(kafka);
        spec.commandLine().getOut().println("The topics are there.");
    }
}
