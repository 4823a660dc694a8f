package io.tapedeck.capture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import io.tapedeck.testkit.architecture.HouseRules;
import java.net.DatagramSocket;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.modulith.core.ApplicationModules;

class ArchitectureTest {

    private static final String ROOT = "io.tapedeck.capture";

    /** libjitsi and FMJ. */
    private static final String[] SPEECH_LIBRARY = {
        "org.jitsi..",
        "org.rubycoder..",
        "javax.media..",
        "net.sf.fmj..",
        "com.sun.media..",
        "com.ibm.media..",
        "com.lti.."
    };

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
        List<ArchRule> rules = new ArrayList<>(HouseRules.of(ROOT));
        rules.add(HouseRules.pure(ROOT + ".session"));
        rules.add(HouseRules.home(ROOT, "announce", "org.apache.kafka.."));
        rules.add(HouseRules.home(ROOT, "admin", "io.micrometer..", "org.springframework.web.."));
        rules.add(HouseRules.home(ROOT, "encode", "org.bytedeco.."));
        rules.add(noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".encode.JitsiEncoders")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SPEECH_LIBRARY)
                .because("its codecs are used, and nothing else of it"));
        rules.add(onlyIn("encode", ProcessBuilder.class));
        rules.add(onlyIn("media", DatagramChannel.class));
        rules.add(onlyIn("media", Selector.class));
        rules.add(onlyIn("control", DatagramSocket.class));
        rules.add(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..")
                .because("capture goes on without a database"));
        return rules;
    }

    private static ArchRule onlyIn(String home, Class<?> technology) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "." + home + "..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(technology)
                .because(technology.getSimpleName() + " lives in " + home);
    }
}
