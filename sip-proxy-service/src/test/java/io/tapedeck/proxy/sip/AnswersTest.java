package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnswersTest {

    private static final byte[] OK = {1};
    private static final byte[] SORRY = {2};

    private final Answers answers = new Answers(2);

    @Test
    void knows_a_request_from_its_first_time_on() {
        assertThat(answers.begin("a")).isEmpty();
        assertThat(answers.begin("a")).contains(new byte[0]);

        answers.settle("a", OK);

        assertThat(answers.begin("a")).contains(OK);
    }

    @Test
    void keeps_the_first_final_response() {
        answers.begin("a");

        assertThat(answers.settle("a", OK)).isTrue();
        assertThat(answers.settle("a", SORRY)).isFalse();

        assertThat(answers.begin("a")).contains(OK);
    }

    @Test
    void answers_even_what_a_flood_has_made_it_forget() {
        assertThat(answers.settle("a", OK)).isTrue();
        assertThat(answers.settle("a", SORRY)).isFalse();
    }

    @Test
    void keeps_an_answer_for_one_lifetime_at_least_and_two_at_most() {
        answers.begin("a");
        answers.forgetOld();
        answers.settle("a", OK);

        answers.forgetOld();
        assertThat(answers.begin("a")).contains(OK);

        answers.forgetOld();
        assertThat(answers.size()).isZero();
    }

    @Test
    void forgets_the_oldest_in_a_flood() {
        for (int i = 0; i < 100; i++) {
            answers.begin("flood " + i);
        }

        assertThat(answers.size()).isLessThanOrEqualTo(4);
        assertThat(answers.begin("flood 99")).isPresent();
    }
}
