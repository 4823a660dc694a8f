package io.tapedeck.standalone.platform;

import io.tapedeck.capture.CaptureApplication;
import io.tapedeck.cdr.CdrApplication;
import io.tapedeck.conversion.ConversionApplication;
import io.tapedeck.export.ExportApplication;
import io.tapedeck.gateway.GatewayApplication;
import io.tapedeck.proxy.SipProxyApplication;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ClassPathResource;

/** The services by their module names, with the settings that `tapedeck service` takes as short options. */
@SuppressWarnings("ImmutableEnumChecker") // the functions are method references
public enum Services {
    SIP_PROXY("sip-proxy-service", SipProxyApplication::start, Foreign.TO_SERVICES_WITHOUT_DATABASE, "tapedeck.sip."),
    CAPTURE(
            "recording-capture-service",
            CaptureApplication::start,
            Foreign.TO_SERVICES_WITHOUT_DATABASE,
            "tapedeck.capture."),
    CONVERSION(
            "conversion-worker-service",
            ConversionApplication::start,
            Foreign.TO_SERVICES_WITHOUT_DATABASE,
            "tapedeck.conversion."),
    CDR("cdr-service", CdrApplication::start, Foreign.TO_INTERNAL_SERVICES, "tapedeck.cdr."),
    EXPORT("storage-export-service", ExportApplication::start, Foreign.TO_INTERNAL_SERVICES, "tapedeck.export."),
    GATEWAY("gateway-api", GatewayApplication::start, Foreign.TO_THE_GATEWAY, "tapedeck.gateway.");

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
    private final String settingsPrefix;

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
            String settingsPrefix) {
        this.moduleName = moduleName;
        this.application = application;
        this.foreignAutoConfigurations = foreignAutoConfigurations;
        this.settingsPrefix = settingsPrefix;
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
        return shortNames().contains(option)
                ? Optional.of(settingsPrefix + option)
                : Optional.ofNullable(COMMON_OPTIONS.get(option));
    }

    /** The short options, sorted, for messages to people. */
    public String optionNames() {
        var names = new TreeSet<>(shortNames());
        names.addAll(COMMON_OPTIONS.keySet());
        return "--" + String.join(", --", names);
    }

    /** Its yaml has every setting of a service; those one level below its prefix have short names. */
    private Set<String> shortNames() {
        var yaml = new YamlPropertiesFactoryBean();
        yaml.setResources(new ClassPathResource(moduleName + ".yaml"));
        return Objects.requireNonNull(yaml.getObject()).keySet().stream()
                .map(Object::toString) // a number or a truth value is a setting as well
                .filter(name -> name.startsWith(settingsPrefix))
                .map(name -> name.substring(settingsPrefix.length()))
                .filter(name -> name.indexOf('.') < 0)
                .collect(Collectors.toSet());
    }
}
