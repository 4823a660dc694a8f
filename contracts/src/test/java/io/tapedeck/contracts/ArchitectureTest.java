package io.tapedeck.contracts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tapedeck.contracts");

    @Test
    void contracts_hold_data_not_behaviour() {
        classes()
                .that()
                .doNotHaveSimpleName("package-info")
                .should()
                .beRecords()
                .orShould()
                .beEnums()
                .orShould()
                .beInterfaces()
                .check(CODE);
    }

    @Test
    void contracts_know_the_jdk_and_the_json_annotations_only() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java.lang..",
                        "java.net..",
                        "java.time..",
                        "java.util..",
                        "org.jspecify..",
                        "com.fasterxml.jackson.annotation..",
                        "io.tapedeck.contracts..")
                .check(CODE);
    }
}
