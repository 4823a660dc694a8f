package io.tapedeck.standalone.bench.convert;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.standalone.platform.KafkaServer;
import io.tapedeck.standalone.platform.PlatformPorts;
import io.tapedeck.standalone.platform.TopicPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A pile of jobs in Kafka, workers as processes of their own, files in a store: the conversion half of the platform. Workers may
 * be killed while they are at it.
 */
public final class QueueBenchmark {

    private static final double SECONDS_PER_HOUR = 3_600;

    private final Path folder;
    private final PlatformPorts ports;
    private final PrintWriter progress;

    public QueueBenchmark(Path folder, PlatformPorts ports, PrintWriter progress) {
        this.folder = folder;
        this.ports = ports;
        this.progress = progress;
    }

    /**
     * What is to be done.
     *
     * @param warmUp jobs that come before and do not count
     * @param workers processes
     * @param parallel jobs at once in each; 0: one per core
     * @param pinned each worker has a core of its own
     * @param loudness is measured of each file, as workers do unless told otherwise
     * @param killEvery a worker is killed so often; zero for never
     * @param patience how long the whole may take
     */
    public record Load(
            Path fixtures,
            String call,
            Duration length,
            MediaFormat format,
            ChannelLayout layout,
            int warmUp,
            int jobs,
            int workers,
            int parallel,
            boolean pinned,
            boolean loudness,
            int partitions,
            Duration killEvery,
            Duration patience) {}

    /** @return the result, by name; {@code passed} when each job has its one recording */
    public Map<String, Object> run(Load load) throws IOException, InterruptedException {
        RawCall call = RawCall.of(folder.resolve("call.pcapng"), load.fixtures(), load.call(), load.length());
        String kafka = "127.0.0.1:" + ports.kafka();
        var workers = new ArrayList<BenchWorker>();
        try (var _ = KafkaServer.start(folder.resolve("kafka"), ports.kafka(), ports.kafkaController());
                var results = prepared(load, kafka)) {
            try {
                for (int i = 0; i < load.workers(); i++) {
                    workers.add(worker(load, kafka, i));
                }
                for (BenchWorker worker : workers) {
                    worker.awaitReady();
                }
                return measure(
                        load,
                        new Jobs(call, load.format(), load.layout(), InstantSource.system()),
                        kafka,
                        workers,
                        results);
            } finally {
                workers.forEach(BenchWorker::close);
            }
        }
    }

    private static Results prepared(Load load, String kafka) {
        new TopicPlan(load.partitions(), (short) 1).create(kafka);
        return new Results(kafka);
    }

    private BenchWorker worker(Load load, String kafka, int number) throws IOException {
        var settings = List.of(
                "--kafka",
                kafka,
                "--store",
                store().toString(),
                "--workspace",
                folder.resolve("workspace").toString(),
                "--tapedeck.conversion.parallel",
                String.valueOf(load.parallel()),
                "--tapedeck.conversion.measure.loudness=" + load.loudness());
        int port = ports.conversionAdmin() + 100 + number;
        return BenchWorker.start(port, load.pinned() ? number : -1, folder.resolve("worker.log"), settings);
    }

    private Path store() {
        return folder.resolve("recordings");
    }

    private Map<String, Object> measure(Load load, Jobs jobs, String kafka, List<BenchWorker> workers, Results results)
            throws IOException, InterruptedException {
        warmUp(load, jobs, kafka, results);
        long cpu = workers.stream().mapToLong(BenchWorker::cpuNanos).sum();
        long began = System.nanoTime();
        jobs.publish(kafka, load.jobs());
        int kills = await(load, workers, results, began);
        long wall = System.nanoTime() - began;
        long used = workers.stream().mapToLong(BenchWorker::cpuNanos).sum() - cpu;
        long peak = workers.stream().mapToLong(BenchWorker::peakKib).max().orElse(0);
        return result(load, results, kills, wall, used, peak);
    }

    private static void warmUp(Load load, Jobs jobs, String kafka, Results results) {
        jobs.publish(kafka, load.warmUp());
        long began = System.nanoTime();
        while (results.recordings() < load.warmUp()
                && System.nanoTime() - began < load.patience().toNanos()) {
            results.listen();
        }
        results.forget();
    }

    /** @return how many workers were killed */
    private int await(Load load, List<BenchWorker> workers, Results results, long began)
            throws IOException, InterruptedException {
        long between = load.killEvery().toNanos();
        long nextKill = began + between;
        int kills = 0;
        while (results.recordings() < load.jobs()
                && System.nanoTime() - began < load.patience().toNanos()) {
            results.listen();
            if (between > 0 && System.nanoTime() >= nextKill) {
                workers.get(kills++ % workers.size()).killAndRestart();
                nextKill += between;
                progress.printf("%d of %d done, %d kills%n", results.recordings(), load.jobs(), kills);
                progress.flush();
            }
        }
        return kills;
    }

    private Map<String, Object> result(
            Load load, Results results, int kills, long wallNanos, long cpuNanos, long peakKib) throws IOException {
        double hours = load.length().toSeconds() / SECONDS_PER_HOUR * results.ready();
        int intact = results.intact(store());
        var line = new LinkedHashMap<String, Object>();
        line.put("benchmark", "queue");
        line.put("call", load.call());
        line.put("format", load.format() + " " + load.layout());
        line.put("loudness", load.loudness());
        line.put("minutesPerCall", load.length().toMinutes());
        line.put("warmUp", load.warmUp());
        line.put("jobs", load.jobs());
        line.put("workers", load.workers());
        line.put("partitions", load.partitions());
        line.put("kills", kills);
        line.put("ready", results.ready());
        line.put("filesIntact", intact);
        line.put("failed", results.recordings() - results.ready());
        line.put("repeatedEvents", results.repeated());
        line.put("wallSeconds", ConvertBenchmark.rounded(wallNanos / 1e9));
        line.put("hoursPerMinute", ConvertBenchmark.rounded(hours / (wallNanos / 1e9) * 60));
        line.put("hoursPerWorkerCpuSecond", ConvertBenchmark.rounded(hours / (cpuNanos / 1e9)));
        line.put("peakResidentMiB", peakKib / 1_024);
        line.put("passed", intact == load.jobs());
        return line;
    }
}
