package io.tapedeck.standalone.bench.policy;

import io.tapedeck.proxy.policy.Occasion;
import io.tapedeck.proxy.policy.RulesPolicy;
import io.tapedeck.proxy.routing.DirectorySnapshot;
import io.tapedeck.standalone.bench.ResultLine;
import java.util.LinkedHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.util.Statistics;

/**
 * The time of single decisions, sampled by JMH, with a large directory in memory: the same one, and the same calls, as
 * {@link PolicyBenchmark} takes. How to run it: docs/benchmarks.md, "Policy".
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 2, jvmArgs = "-Xmx1g")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class PolicyDecisionBenchmark {

    /** More than there are users, so that the caches of the processor hold as little of the next one as in a real proxy. */
    private static final int CALLS = 1 << 17;

    @Param("100000")
    public int users;

    private DirectorySnapshot directory;
    private Occasion[] calls;
    private int next;

    @Setup
    public void fill() {
        var large = new LargeDirectory(users);
        directory = DirectorySnapshot.of(large.entities());
        var random = new RandomCalls(directory, large.users());
        calls = Stream.generate(random::next).limit(CALLS).toArray(Occasion[]::new);
    }

    @Benchmark
    public Object decide() {
        return RulesPolicy.decide(directory, calls[next++ & CALLS - 1]);
    }

    /** Prints what JMH prints, and a line of JSON at the end. */
    public static void main(String[] args) throws RunnerException {
        var options = new OptionsBuilder()
                .include(PolicyDecisionBenchmark.class.getName())
                .build();
        Result<?> result = new Runner(options).runSingle().getPrimaryResult();
        Statistics times = result.getStatistics();
        var line = new LinkedHashMap<String, Object>();
        line.put("benchmark", "policy-jmh");
        line.put("samples", times.getN());
        line.put("p50Micros", times.getPercentile(50));
        line.put("p99Micros", times.getPercentile(99));
        line.put("p999Micros", times.getPercentile(99.9));
        line.put("maxMicros", times.getMax());
        System.out.println(ResultLine.of(line));
    }
}
