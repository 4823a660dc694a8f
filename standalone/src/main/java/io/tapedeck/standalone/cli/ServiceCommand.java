package io.tapedeck.standalone.cli;

import io.tapedeck.standalone.platform.Services;
import io.tapedeck.standalone.platform.StartFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Runs one service alone; this process is the service. */
@Command(
        name = "service",
        description = "Run one service alone, configured by options and environment.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Any setting can be given as --name VALUE, with its short name or in full:",
            "  ./tapedeck service recording-capture-service --ng 127.0.0.1:2223 --media-address 127.0.0.1 \\",
            "      --rtp-ports 30000-50000 --spool DIR",
            "The environment works too: TAPEDECK_KAFKA, TAPEDECK_POSTGRES_URL, ..."
        })
public final class ServiceCommand implements Runnable {

    @Parameters(
            index = "0",
            paramLabel = "NAME",
            description = "Module name of the service, such as recording-capture-service.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String name;

    @Option(names = "--with-parent", hidden = true, description = "End when standard input closes.")
    private boolean withParent;

    @Unmatched
    private final List<String> settings = new ArrayList<>();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        Services service = Services.named(name).orElseThrow(() -> unknownService());
        if (service == Services.SIP_PROXY || service == Services.CAPTURE) {
            Carriers.leaveRoom();
        }
        if (withParent) {
            endWithParent();
        }
        ConfigurableApplicationContext context = start(service, springArguments(service));
        awaitClosed(context);
    }

    private ParameterException unknownService() {
        String known =
                Arrays.stream(Services.values()).map(Services::moduleName).collect(Collectors.joining(", "));
        return new ParameterException(
                spec.commandLine(), "There is no service " + name + ". There are: " + known + ".");
    }

    private static ConfigurableApplicationContext start(Services service, String[] arguments) {
        try {
            return service.start(arguments);
        } catch (RuntimeException e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw new StartFailure(
                    service.moduleName() + " did not start: " + cause.getMessage(),
                    "The log above has the details.",
                    e);
        }
    }

    private String[] springArguments(Services service) {
        var arguments = new ArrayList<String>();
        for (int i = 0; i < settings.size(); i++) {
            String word = settings.get(i);
            if (!word.startsWith("--")) {
                throw new ParameterException(spec.commandLine(), "'" + word + "' stands where an option was expected.");
            }
            int equals = word.indexOf('=');
            String option = equals < 0 ? word.substring(2) : word.substring(2, equals);
            String value = equals < 0 ? valueBehind(word, ++i) : word.substring(equals + 1);
            String setting = service.settingOf(option).orElseThrow(() -> unknownOption(service, option));
            arguments.add("--" + setting + "=" + value);
        }
        return arguments.toArray(String[]::new);
    }

    private String valueBehind(String option, int index) {
        if (index >= settings.size()) {
            throw new ParameterException(spec.commandLine(), option + " needs a value.");
        }
        return settings.get(index);
    }

    private ParameterException unknownOption(Services service, String option) {
        return new ParameterException(
                spec.commandLine(),
                service.moduleName() + " has no option --" + option + ". It has: " + service.optionNames()
                        + "; every setting of its yaml file can be given in full, as --tapedeck.kafka=...");
    }

    /** The parent holds the other end of our standard input; when it dies, however it dies, the pipe closes. */
    private static void endWithParent() {
        Thread.ofPlatform().daemon().name("parent-watch").start(() -> {
            try {
                while (System.in.read() >= 0) {
                    // nothing is ever said on this pipe
                }
            } catch (IOException _) {
                // a broken pipe says the same
            }
            System.exit(0);
        });
    }

    private static void awaitClosed(ConfigurableApplicationContext context) {
        var closed = new java.util.concurrent.CountDownLatch(1);
        context.addApplicationListener(event -> {
            if (event instanceof org.springframework.context.event.ContextClosedEvent) {
                closed.countDown();
            }
        });
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            context.close();
        }
    }
}
