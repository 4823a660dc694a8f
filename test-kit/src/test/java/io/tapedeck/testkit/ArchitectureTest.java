package io.tapedeck.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import io.tapedeck.testkit.architecture.HouseRules;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {

    private static final String ROOT = "io.tapedeck.testkit";
    private static final JavaClasses CLASSES = HouseRules.classesOf(ROOT);

    static Stream<ArchRule> rules() {
        return Stream.of(
                        HouseRules.of(ROOT),
                        List.of(
                                HouseRules.home(
                                        ROOT,
                                        "servers",
                                        "org.apache.kafka..",
                                        "kafka..",
                                        "io.zonky..",
                                        "org.testcontainers.."),
                                HouseRules.home(ROOT, "architecture", "com.tngtech..")))
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void the_house_rules_hold(ArchRule rule) {
        rule.check(CLASSES);
    }

    /** The demo puts these packages on its class path, where there is no JUnit. */
    @Test
    void phones_need_nothing_but_the_jdk_and_the_protocols() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".phone..", ROOT + ".audio..", ROOT + ".rtp..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.junit..", "com.tngtech..", ROOT + ".servers..", ROOT + ".leaks..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }
}
