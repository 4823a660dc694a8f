package io.tapedeck.conversion;

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

    private static final String ROOT = "io.tapedeck.conversion";

    private static final JavaClasses CODE = HouseRules.classesOf(ROOT);

    static final List<ArchRule> RULES = Stream.concat(
                    HouseRules.of(ROOT).stream(),
                    Stream.of(
                            HouseRules.pure(ROOT + ".timeline", "java.nio"),
                            HouseRules.pure(ROOT + ".job", ROOT + ".timeline.."),
                            HouseRules.pure(ROOT + ".video", "java.nio", ROOT + ".job..", ROOT + ".timeline.."),
                            HouseRules.home(ROOT, "ffmpeg", "org.bytedeco.."),
                            noClasses()
                                    .that()
                                    .resideOutsideOfPackages(ROOT + ".intake..", ROOT + ".announce..")
                                    .should()
                                    .dependOnClassesThat()
                                    .resideInAnyPackage("org.apache.kafka..")
                                    .because("Kafka comes in by the intake and goes out by announce"),
                            noClasses()
                                    .that()
                                    .resideInAnyPackage(
                                            ROOT + ".media..", ROOT + ".ffmpeg..", ROOT + ".raw..", ROOT + ".store..")
                                    .should()
                                    .dependOnClassesThat()
                                    .resideInAnyPackage("org.springframework..", "org.apache.kafka..")
                                    .because("the engine serves the command line too"),
                            noClasses()
                                    .should()
                                    .dependOnClassesThat()
                                    .resideInAnyPackage("java.sql..", "javax.sql..")
                                    .because("the worker keeps nothing between jobs")))
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
