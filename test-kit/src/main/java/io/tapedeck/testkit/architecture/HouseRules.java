package io.tapedeck.testkit.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.List;

/** What holds in every module. A module's {@code ArchitectureTest} adds its own rules to these. */
public final class HouseRules {

    private HouseRules() {}

    /** The production classes of a module, by its root package. */
    public static JavaClasses classesOf(String rootPackage) {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(rootPackage);
    }

    /**
     * @param rootPackage such as {@code io.tapedeck.capture}; its application class alone may read the system's clock
     */
    public static List<ArchRule> of(String rootPackage) {
        return List.of(
                noClasses()
                        .that()
                        .resideOutsideOfPackage(rootPackage)
                        .should()
                        .callMethod(Instant.class, "now")
                        .orShould()
                        .callMethod(System.class, "currentTimeMillis")
                        .as("time is passed in or read from an injected Clock"),
                noClasses()
                        .should()
                        .haveNameMatching(".*(Util|Utils|Helper|Impl|Manager|Common)(\\$.*)?")
                        .orShould()
                        .resideInAnyPackage(
                                "..util..",
                                "..utils..",
                                "..common..",
                                "..helper..",
                                "..impl..",
                                "..shared..",
                                "..misc..")
                        .as("a name says what a thing is"),
                noFields()
                        .should()
                        .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
                        .orShould()
                        .beAnnotatedWith("org.springframework.beans.factory.annotation.Value")
                        .as("dependencies and settings arrive through the constructor"),
                slices().matching(rootPackage + ".(*)..").should().beFreeOfCycles());
    }

    /** In this module that technology lives in one package. */
    public static ArchRule home(String rootPackage, String home, String... technology) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(rootPackage + "." + home + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(technology)
                .because("in this service that technology lives in " + home);
    }

    /** A package that knows no technology: the JDK's values, its own module's domain, contracts and protocols. */
    public static ArchRule pure(String domainPackage, String... alsoAllowed) {
        var allowed = new String[alsoAllowed.length + 7];
        System.arraycopy(alsoAllowed, 0, allowed, 7, alsoAllowed.length);
        allowed[0] = "java.lang..";
        allowed[1] = "java.time..";
        allowed[2] = "java.util..";
        allowed[3] = "org.jspecify..";
        allowed[4] = domainPackage + "..";
        allowed[5] = "io.tapedeck.contracts..";
        allowed[6] = "io.tapedeck.protocol..";
        return com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes()
                .that()
                .resideInAPackage(domainPackage + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed)
                .as(domainPackage + " knows no technology")
                .because("its rules must be testable by calling them");
    }
}
