package io.tapedeck.proxy.policy;

import static io.tapedeck.proxy.routing.ExampleDirectory.ACME;
import static io.tapedeck.proxy.routing.ExampleDirectory.ANNA;
import static io.tapedeck.proxy.routing.ExampleDirectory.ANNAS_DESK;
import static io.tapedeck.proxy.routing.ExampleDirectory.BOB;
import static io.tapedeck.proxy.routing.ExampleDirectory.BOBS_DESK;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.directory.AnnouncementRules;
import io.tapedeck.contracts.directory.OutgoingMode;
import io.tapedeck.contracts.directory.PromptLanguage;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.contracts.directory.Unanswered;
import io.tapedeck.proxy.policy.Consideration.Verdict;
import io.tapedeck.proxy.policy.Question.Owner;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** About whose recording a caller is asked. */
class CallerQuestionTest {

    private static final Occasion OUT = Rules.call(ANNAS_DESK, null, ACME.id());
    private static final Occasion INSIDE = Rules.call(ANNAS_DESK, BOBS_DESK, ACME.id());
    private static final Occasion IN = Rules.call(null, BOBS_DESK, ACME.id());
    private static final RecordingRules EVERYTHING = Rules.on("any.any");
    private static final RecordingRules NOTHING = Rules.off("any.any");

    /** Who says what, and whose recording the caller is asked about: every level for both owners. */
    @ParameterizedTest(name = "platform {0}, tenant {1}, team {2}, user {3}, device {4}: {5}")
    @CsvSource(
            value = {
                "null,null,null,null,null,nobody",
                "ask,null,null,null,null,tenant+anna",
                "null,ask,null,null,null,tenant+anna",
                "null,null,ask,null,null,anna",
                "null,null,null,ask,null,anna",
                "null,null,null,null,ask,anna",
                "ask,all,null,null,null,nobody",
                "all,ask,null,null,null,tenant+anna",
                "null,ask,all,null,null,tenant",
                "null,ask,null,all,null,tenant",
                "null,ask,null,null,all,tenant",
                "null,all,null,ask,null,anna",
                "null,null,all,ask,null,anna",
                "null,null,ask,all,null,nobody",
                "null,null,null,all,ask,anna",
                "null,null,null,ask,all,nobody",
            },
            nullValues = "null")
    void the_first_level_of_the_owner_that_says_something_counts(
            @Nullable String platform,
            @Nullable String tenant,
            @Nullable String team,
            @Nullable String user,
            @Nullable String device,
            String asked) {
        var rules = new Rules()
                .platform(mode(EVERYTHING, platform))
                .tenant(ACME, mode(EVERYTHING, tenant))
                .team(1, ANNA, mode(EVERYTHING, team))
                .user(ANNA, mode(EVERYTHING, user))
                .device(ANNAS_DESK, mode(EVERYTHING, device));

        for (Occasion call : new Occasion[] {OUT, INSIDE}) {
            assertThat(names(rules.decide(call).question())).isEqualTo(asked);
        }
    }

    @Test
    void nobody_is_asked_about_a_recording_that_would_not_be_made_anyway() {
        var rules = new Rules().tenant(ACME, mode(NOTHING, "ask")).user(ANNA, mode(NOTHING, "ask"));

        assertThat(rules.decide(OUT).question()).isNull();
        assertThat(rules.decide(OUT).considered())
                .extracting(Consideration::verdict)
                .doesNotContain(Verdict.ASK);
    }

    @Test
    void what_the_tenant_records_in_any_case_is_not_the_users_to_decide() {
        var rules = new Rules().tenant(ACME, EVERYTHING).user(ANNA, mode(EVERYTHING, "ask"));

        Decision decision = rules.decide(OUT);

        assertThat(decision.grants()).hasSize(2);
        assertThat(names(decision.question())).isEqualTo("anna");
    }

    @Test
    void a_callee_and_a_caller_from_outside_have_no_say() {
        var rules = new Rules().tenant(ACME, mode(EVERYTHING, "ask")).user(BOB, mode(EVERYTHING, "ask"));

        assertThat(rules.decide(IN).question()).isNull();
        assertThat(names(rules.decide(INSIDE).question())).isEqualTo("tenant");
        assertThat(rules.decide(INSIDE).grants()).hasSize(2);
    }

    @Test
    void who_says_nothing_is_recorded_only_where_that_is_set_and_is_asked_in_their_language() {
        var german = new AnnouncementRules(null, null, null, null, PromptLanguage.GERMAN, null);
        var tenant = spoken(EVERYTHING, OutgoingMode.ASK, Unanswered.RECORD, german);
        var skipping = spoken(EVERYTHING, null, Unanswered.SKIP, null);

        Question usual =
                new Rules().tenant(ACME, mode(EVERYTHING, "ask")).decide(OUT).question();
        Question own = new Rules().tenant(ACME, tenant).decide(OUT).question();
        Question users = new Rules()
                .tenant(ACME, tenant)
                .user(ANNA, skipping)
                .decide(OUT)
                .question();

        assertThat(usual).isNotNull();
        assertThat(usual.recordUnanswered()).isFalse();
        assertThat(usual.language()).isEqualTo(PromptLanguage.ENGLISH);
        assertThat(own).isNotNull();
        assertThat(own.recordUnanswered()).isTrue();
        assertThat(own.language()).isEqualTo(PromptLanguage.GERMAN);
        assertThat(users).isNotNull();
        assertThat(users.recordUnanswered()).isFalse();
    }

    @Test
    void it_is_explained_which_level_asks() {
        var rules = new Rules().tenant(ACME, NOTHING).user(ANNA, mode(EVERYTHING, "ask"));

        assertThat(rules.decide(OUT).considered())
                .filteredOn(one -> one.verdict() == Verdict.ASK)
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.level()).isEqualTo(RecordingLevel.USER);
                    assertThat(one.setting()).isEqualTo("outgoingMode");
                });
    }

    private static String names(@Nullable Question question) {
        if (question == null) {
            return "nobody";
        }
        boolean tenant = question.owners().contains(new Owner(ACME.id(), null));
        boolean anna = question.owners().contains(new Owner(ACME.id(), ANNA.id()));
        return tenant && anna ? "tenant+anna" : tenant ? "tenant" : anna ? "anna" : "somebody else";
    }

    private static RecordingRules mode(RecordingRules rules, @Nullable String mode) {
        return spoken(
                rules, mode == null ? null : mode.equals("ask") ? OutgoingMode.ASK : OutgoingMode.ALL, null, null);
    }

    private static RecordingRules spoken(
            RecordingRules rules,
            @Nullable OutgoingMode mode,
            @Nullable Unanswered unanswered,
            @Nullable AnnouncementRules announcement) {
        return new RecordingRules(
                rules.inbound(),
                rules.outbound(),
                rules.any(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                announcement,
                null,
                mode,
                unanswered,
                null);
    }
}
