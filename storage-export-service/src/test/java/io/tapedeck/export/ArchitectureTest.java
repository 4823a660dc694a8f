package io.tapedeck.export;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import io.tapedeck.testkit.architecture.HouseRules;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.modulith.core.ApplicationModules;

class ArchitectureTest {

    private static final String ROOT = "io.tapedeck.export";

    private static final JavaClasses CODE = HouseRules.classesOf(ROOT);

    static final List<ArchRule> RULES = Stream.concat(
                    HouseRules.of(ROOT).stream(),
                    Stream.of(
                            HouseRules.pure(ROOT + ".export", "java.net") /* URI */,
                            HouseRules.home(ROOT, "ledger", "java.sql..", "javax.sql..", "org.springframework.jdbc.."),
                            HouseRules.home(ROOT, "http", "java.net.http..", "org.springframework.web.."),
                            HouseRules.home(
                                    ROOT, "intake", "org.springframework.cloud..", "org.springframework.kafka.."),
                            noClasses()
                                    .that()
                                    .resideOutsideOfPackages(ROOT + ".intake..", ROOT + ".announce..")
                                    .should()
                                    .dependOnClassesThat()
                                    .resideInAnyPackage("org.apache.kafka..")
                                    .because("Kafka comes in by the intake and goes out by announce")))
            .toList();

    @ParameterizedTest
    @FieldSource("RULES")
    void holds(ArchRule rule) {
        rule.allowEmptyShould(true).check(CODE);
    }

    @Test
    void modules_reach_each_other_only_through_their_public_types() {
        ApplicationModules.of(ROOT).verify();
    }
}
