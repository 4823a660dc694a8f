package io.tapedeck.standalone.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.Topics;
import io.tapedeck.conversion.announce.JobTopics;
import io.tapedeck.testkit.servers.EmbeddedKafka;
import io.tapedeck.testkit.time.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicPlanTest {

    private static final String GROUP = "workers";
    private static final int JOBS = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void a_lane_that_is_free_gets_all_jobs_that_a_busy_one_does_not_do() throws Exception {
        try (var kafka = EmbeddedKafka.start(folder)) {
            TopicPlan.STANDALONE.create(kafka.bootstrapServers());
            readFromTheStart(kafka.bootstrapServers());
            try (var busy = lane(kafka.bootstrapServers());
                    var free = lane(kafka.bootstrapServers())) {
                Set<String> byBusy = new HashSet<>();
                Set<String> byFree = new HashSet<>();
                putJobs(kafka.bootstrapServers());
                Eventually.holds(() -> works(busy, byBusy) && works(free, byFree), PATIENCE, "both lanes work");

                ConsumerRecords<String, String> held = Eventually.value(() -> some(busy), PATIENCE);
                assertThat(held.count()).isEqualTo(1); // and it is busy with that for long

                held.forEach(job -> byBusy.add(job.key()));
                Eventually.holds(
                        () -> take(free, byFree) && allOf(byBusy, byFree).size() == JOBS,
                        PATIENCE,
                        "the free lane does all the rest");
            }
        }
    }

    @Test
    void long_jobs_have_as_many_partitions_as_the_queue_and_those_that_wait_have_one() throws Exception {
        try (var kafka = EmbeddedKafka.start(folder);
                var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
            new TopicPlan(9, (short) 1).create(kafka.bootstrapServers());

            var topics = admin.describeTopics(List.of(Topics.CALLS, Topics.CAPTURES, JobTopics.LONG, JobTopics.LATER))
                    .allTopicNames()
                    .get();

            assertThat(topics.get(Topics.CALLS).partitions()).hasSize(9);
            assertThat(topics.get(Topics.CAPTURES).partitions()).hasSize(2);
            assertThat(topics.get(JobTopics.LONG).partitions()).hasSize(2);
            assertThat(topics.get(JobTopics.LATER).partitions()).hasSize(1);
        }
    }

    /** Takes no second job before the other lane has had its first. */
    private static boolean works(ShareConsumer<String, String> lane, Set<String> done) {
        return !done.isEmpty() || take(lane, done);
    }

    private static @Nullable ConsumerRecords<String, String> some(ShareConsumer<String, String> lane) {
        ConsumerRecords<String, String> jobs = lane.poll(Duration.ofMillis(500));
        return jobs.isEmpty() ? null : jobs;
    }

    private static Set<String> allOf(Set<String> some, Set<String> others) {
        var all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }

    /** One job, acknowledged. */
    private static boolean take(ShareConsumer<String, String> lane, Set<String> done) {
        for (ConsumerRecord<String, String> job : lane.poll(Duration.ofMillis(500))) {
            done.add(job.key());
            lane.acknowledge(job);
        }
        lane.commitSync();
        return !done.isEmpty();
    }

    private static void putJobs(String kafka) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < JOBS; i++) {
                producer.send(new ProducerRecord<>(Topics.CAPTURES, "session-" + i, "job"));
            }
        }
    }

    private static ShareConsumer<String, String> lane(String kafka) {
        var lane = new KafkaShareConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers",
                        kafka,
                        "group.id",
                        GROUP,
                        "share.acknowledgement.mode",
                        "explicit",
                        "share.acquire.mode",
                        "record_limit",
                        "max.poll.records",
                        1),
                new StringDeserializer(),
                new StringDeserializer());
        lane.subscribe(List.of(Topics.CAPTURES));
        return lane;
    }

    private static void readFromTheStart(String kafka) throws ExecutionException, InterruptedException {
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.GROUP, GROUP),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }
}
