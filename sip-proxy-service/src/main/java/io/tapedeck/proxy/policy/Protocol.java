package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.proxy.policy.Consideration.Verdict;
import io.tapedeck.proxy.policy.Decision.Grant;
import io.tapedeck.proxy.policy.Decision.Tape;
import io.tapedeck.proxy.policy.Question.Owner;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what was decided and what was looked at for it. */
final class Protocol {

    private final List<Grant> grants = new ArrayList<>();
    private final List<Consideration> considered = new ArrayList<>();
    private @Nullable Question question;
    private @Nullable Tape tape;

    void note(RecordingLevel level, Leg leg, String setting, Verdict verdict, String why) {
        considered.add(new Consideration(level, leg, setting, verdict, why));
    }

    boolean isEmpty() {
        return considered.isEmpty();
    }

    void grant(Grant grant) {
        grants.add(grant);
    }

    /** Nobody else has a say in it, and nobody is asked. */
    void grantAlone(Grant grant, Tape how) {
        grants.add(grant);
        tape = how;
    }

    boolean hasRecordingOf(UserId owner) {
        return grants.stream().anyMatch(grant -> owner.equals(grant.owner()));
    }

    boolean isGranted(Owner owner) {
        return grants.stream().map(Owner::of).anyMatch(owner::equals);
    }

    void ask(Question asked) {
        question = asked;
    }

    Decision decision() {
        return new Decision(grants, considered, question, tape);
    }
}
