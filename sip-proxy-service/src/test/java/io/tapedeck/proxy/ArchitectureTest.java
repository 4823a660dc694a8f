package io.tapedeck.proxy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import io.tapedeck.testkit.architecture.HouseRules;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.modulith.core.ApplicationModules;

class ArchitectureTest {

    private static final String ROOT = "io.tapedeck.proxy";
    private static final JavaClasses CODE = HouseRules.classesOf(ROOT);

    static final List<ArchRule> RULES = rules();

    @ParameterizedTest
    @FieldSource("RULES")
    void holds(ArchRule rule) {
        rule.allowEmptyShould(true).check(CODE);
    }

    @Test
    void modules_reach_each_other_only_through_their_public_types() {
        ApplicationModules.of(ROOT).verify();
    }

    private static List<ArchRule> rules() {
        var rules = new ArrayList<>(HouseRules.of(ROOT));
        rules.add(HouseRules.pure(
                ROOT + ".routing",
                "java.net..",
                "java.security..",
                "javax.crypto..",
                "java.nio",
                "java.nio.charset.."));
        rules.add(HouseRules.pure(ROOT + ".dialog"));
        rules.add(HouseRules.pure(ROOT + ".policy", ROOT + ".routing..", "java.net"));
        rules.add(HouseRules.home(ROOT, "sip", "javax.sip..", "gov.nist.."));
        rules.add(HouseRules.home(ROOT, "directory", "org.apache.kafka.clients.consumer.."));
        rules.add(HouseRules.home(ROOT, "announce", "org.apache.kafka.clients.producer.."));
        rules.add(HouseRules.home(ROOT, "recording", "io.tapedeck.protocol.ng.."));
        rules.add(noClasses()
                .that()
                .resideInAPackage(ROOT + ".*..")
                .and()
                .resideOutsideOfPackage(ROOT + ".admin..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework..")
                .as("Spring is for putting together, not for calls"));
        return rules;
    }
}
