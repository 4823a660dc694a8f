package io.tapedeck.standalone.platform;

import io.tapedeck.capture.CaptureApplication;
import io.tapedeck.cdr.CdrApplication;
import io.tapedeck.conversion.ConversionApplication;
import io.tapedeck.export.ExportApplication;
import io.tapedeck.gateway.GatewayApplication;
import io.tapedeck.proxy.SipProxyApplication;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.context.ConfigurableApplicationContext;

/** The services by their module names, with the short options that `tapedeck service` offers for their settings. */
@SuppressWarnings("ImmutableEnumChecker") // the functions are method references, the maps are never changed
public enum Services {
    SIP_PROXY(
            "sip-proxy-service",
            SipProxyApplication::start,
            Foreign.TO_SERVICES_WITHOUT_DATABASE,
            Map.of(
                    "listen", "tapedeck.sip.listen",
                    "address", "tapedeck.sip.address",
                    "capture-nodes", "tapedeck.sip.capture-nodes",
                    "data", "tapedeck.sip.data")),
    CAPTURE(
            "recording-capture-service",
            CaptureApplication::start,
            Foreign.TO_SERVICES_WITHOUT_DATABASE,
            Map.of(
                    "ng", "tapedeck.capture.ng",
                    "ng-tcp", "tapedeck.capture.ng-tcp",
                    "ng-http", "tapedeck.capture.ng-http",
                    "media-address", "tapedeck.capture.media-address",
                    "rtp-ports", "tapedeck.capture.rtp-ports",
                    "spool", "tapedeck.capture.spool",
                    "node", "tapedeck.capture.node")),
    CONVERSION(
            "conversion-worker-service",
            ConversionApplication::start,
            Foreign.TO_SERVICES_WITHOUT_DATABASE,
            Map.of(
                    "store", "tapedeck.conversion.store",
                    "workspace", "tapedeck.conversion.workspace",
                    "parallel", "tapedeck.conversion.parallel")),
    CDR("cdr-service", CdrApplication::start, Foreign.TO_INTERNAL_SERVICES, Map.of()),
    EXPORT(
            "storage-export-service",
            ExportApplication::start,
            Foreign.TO_INTERNAL_SERVICES,
            Map.of("store", "tapedeck.export.store")),
    GATEWAY(
            "gateway-api",
            GatewayApplication::start,
            Foreign.TO_THE_GATEWAY,
            Map.of(
                    "store", "tapedeck.gateway.store",
                    "data", "tapedeck.gateway.data",
                    "cdr-service", "tapedeck.gateway.cdr-service",
                    "public-url", "tapedeck.gateway.public-url"));

    /** What every service understands, behind `--`. */
    private static final Map<String, String> COMMON_OPTIONS = Map.of(
            "kafka", "tapedeck.kafka",
            "postgres-url", "tapedeck.postgres.url",
            "postgres-user", "tapedeck.postgres.user",
            "postgres-password", "tapedeck.postgres.password",
            "port", "server.port",
            "bind", "server.address");

    private final String moduleName;
    private final Function<String[], ConfigurableApplicationContext> application;
    private final String foreignAutoConfigurations;
    private final Map<String, String> options;

    /** Auto-configurations of libraries that only other services have; see {@link OwnAutoConfigurations}. */
    private static final class Foreign {

        static final String TO_INTERNAL_SERVICES = "org.springdoc.,org.springframework.boot.security.";
        static final String TO_THE_GATEWAY = "org.springframework.cloud.,org.springframework.boot.kafka.,"
                + "org.springframework.boot.integration.,org.springframework.boot.restclient.";
        static final String TO_SERVICES_WITHOUT_DATABASE = TO_INTERNAL_SERVICES + "," + TO_THE_GATEWAY
                + ",org.springframework.boot.flyway.,org.springframework.boot.jdbc.,org.springframework.boot.transaction.,"
                + "org.springframework.boot.persistence.,org.springframework.boot.validation.,"
                + "org.springframework.boot.http.client.";

        private Foreign() {}
    }

    Services(
            String moduleName,
            Function<String[], ConfigurableApplicationContext> application,
            String foreignAutoConfigurations,
            Map<String, String> options) {
        this.moduleName = moduleName;
        this.application = application;
        this.foreignAutoConfigurations = foreignAutoConfigurations;
        this.options = options;
    }

    public static Optional<Services> named(String moduleName) {
        return Arrays.stream(values())
                .filter(service -> service.moduleName.equals(moduleName))
                .findFirst();
    }

    public String moduleName() {
        return moduleName;
    }

    /**
     * @param arguments Spring arguments, {@code --key=value}
     */
    public ConfigurableApplicationContext start(String... arguments) {
        var all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--" + OwnAutoConfigurations.FOREIGN + "=" + foreignAutoConfigurations;
        return application.apply(all);
    }

    /** The setting behind a short option such as {@code spool}; a name with a dot is a setting already. */
    public Optional<String> settingOf(String option) {
        if (option.indexOf('.') > 0) {
            return Optional.of(option);
        }
        return Optional.ofNullable(options.getOrDefault(option, COMMON_OPTIONS.get(option)));
    }

    /** The short options, sorted, for messages to people. */
    public String optionNames() {
        var names = new java.util.TreeSet<>(options.keySet());
        names.addAll(COMMON_OPTIONS.keySet());
        return "--" + String.join(", --", names);
    }
}
