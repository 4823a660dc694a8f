package io.tapedeck.protocol;

import static com.tngtech.archunit.core.importer.ImportOption.Predefined.DO_NOT_INCLUDE_TESTS;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ArchitectureTest {

    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(DO_NOT_INCLUDE_TESTS)
            .importPackages(ArchitectureTest.class.getPackageName());

    // spotless:off
    static final List<ArchRule> RULES = List.of(
            classes().should().onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "java.lang..", "java.nio", "java.nio.charset", "java.security", "javax.crypto..", "java.time..", "java.util..",
                            "org.jspecify..", "io.tapedeck.protocol..")
                    .as("codecs turn bytes into values and back, on the JDK alone"),

            noClasses().should().dependOnClassesThat()
                    .resideInAnyPackage(
                            "java.io..", "java.net..", "java.nio.channels..", "java.nio.file..", "java.util.concurrent..",
                            "java.util.logging..", "org.springframework..", "org.slf4j..")
                    .as("codecs do no I/O, start no thread and log nothing"),

            noClasses().should().callMethod(Instant.class, "now")
                    .orShould().callMethod(System.class, "currentTimeMillis")
                    .orShould().callMethod(System.class, "nanoTime")
                    .orShould().dependOnClassesThat().areAssignableTo(Clock.class)
                    .as("codecs know no time but what they are given"),

            noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Impl|Manager|Common)(\\$.*)?")
                    .orShould().resideInAnyPackage("..util..", "..utils..", "..common..", "..helper..", "..impl..", "..shared..")
                    .as("a name says what a thing is"),

            classes().that().areAssignableTo(Exception.class).should().haveSimpleNameEndingWith("Exception")
                    .andShould().notBeAssignableTo(RuntimeException.class)
                    .as("what a stranger can cause is checked"),

            slices().matching("io.tapedeck.protocol.(*)..").should().beFreeOfCycles());
    // spotless:on

    @ParameterizedTest
    @FieldSource("RULES")
    void holds(ArchRule rule) {
        rule.check(CODE);
    }

    @Test
    void every_package_is_null_marked() {
        List<String> packages = CODE.stream()
                .map(type -> type.getPackage().getName())
                .distinct()
                .toList();

        assertThat(packages)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(
                                CODE.get(name + ".package-info").isAnnotatedWith("org.jspecify.annotations.NullMarked"))
                        .isTrue());
    }
}
