package io.tapedeck.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import io.tapedeck.testkit.architecture.HouseRules;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {

    private static final String ROOT = "io.tapedeck.standalone";
    private static final JavaClasses CODE = HouseRules.classesOf(ROOT);

    static List<ArchRule> rules() {
        var rules = new ArrayList<>(HouseRules.of(ROOT));
        rules.add(
                noClasses()
                        .that()
                        .resideOutsideOfPackages(
                                ROOT + ".platform..",
                                ROOT + ".convert..",
                                ROOT + ".captures..",
                                ROOT + ".bench.convert..",
                                ROOT + ".bench.policy..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "io.tapedeck.capture..",
                                "io.tapedeck.cdr..",
                                "io.tapedeck.conversion..",
                                "io.tapedeck.export..",
                                "io.tapedeck.gateway..",
                                "io.tapedeck.proxy..")
                        .as(
                                "the services are started in one place, engine, spool and policy are used where each is run or measured; everybody else is outside"));
        return rules;
    }

    @ParameterizedTest
    @MethodSource("rules")
    void holds(ArchRule rule) {
        rule.allowEmptyShould(true).check(CODE);
    }
}
