package io.tapedeck.gateway;

import static io.tapedeck.testkit.architecture.HouseRules.home;
import static io.tapedeck.testkit.architecture.HouseRules.pure;

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

    private static final String ROOT = "io.tapedeck.gateway";

    private static final JavaClasses CODE = HouseRules.classesOf(ROOT);

    static final List<ArchRule> RULES = Stream.concat(
                    HouseRules.of(ROOT).stream(),
                    Stream.of(
                            home(ROOT, "directory", "org.apache.kafka.."),
                            home(
                                    ROOT,
                                    "ledger",
                                    "java.sql..",
                                    "javax.sql..",
                                    "org.springframework.jdbc..",
                                    "org.postgresql.."),
                            home(ROOT, "internal", "java.net.http.."),
                            pure(ROOT + ".access", ROOT + ".problem", "java.io"),
                            pure(ROOT + ".validation", ROOT + ".problem", "java.net")))
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
