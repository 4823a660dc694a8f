package io.tapedeck.standalone;

import io.tapedeck.standalone.captures.CapturesCommand;
import io.tapedeck.standalone.cli.BenchCommand;
import io.tapedeck.standalone.cli.DeadLetterCommand;
import io.tapedeck.standalone.cli.DemoCommand;
import io.tapedeck.standalone.cli.ServiceCommand;
import io.tapedeck.standalone.cli.TopicsCommand;
import io.tapedeck.standalone.cli.TrainCommand;
import io.tapedeck.standalone.cli.UpCommand;
import io.tapedeck.standalone.convert.ConvertCommand;
import io.tapedeck.standalone.platform.StartFailure;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The {@code tapedeck} command line. */
@Command(
        name = "tapedeck",
        description = "Records phone calls and lets people play them.",
        mixinStandardHelpOptions = true,
        version = "Tapedeck 0.1",
        footer = {
            "",
            "Also: ./tapedeck test [Maven options]  passes all tests from the source tree.",
            "",
            "Environment: TAPEDECK_JAVA_HOME (a JDK 25), TAPEDECK_JAVA_OPTS (more JVM options),",
            "TAPEDECK_ADMIN_PASSWORD (password of the first administrator)."
        },
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            ServiceCommand.class,
            TrainCommand.class,
            TopicsCommand.class,
            DeadLetterCommand.class,
            CapturesCommand.class,
            ConvertCommand.class,
            BenchCommand.class
        })
public final class Tapedeck implements Runnable {

    private static final int INTERRUPTED = 128 + 2; // as shells have it

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    public static void main(String... arguments) {
        // logback.xml says it all from the first line on; Spring Boot would configure anew with every service.
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install(); // Tomcat and PostgreSQL's driver speak java.util.logging
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Tapedeck())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setCommandName("./tapedeck")
                .setExecutionExceptionHandler((failure, command, _) -> {
                    if (failure instanceof StartFailure start) {
                        command.getErr().println("tapedeck: " + start.getMessage());
                        command.getErr().println("          " + start.remedy());
                        return 1;
                    }
                    if (failure instanceof InterruptedException) {
                        return INTERRUPTED; // the process is ending, as somebody wants it to
                    }
                    throw failure;
                });
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
