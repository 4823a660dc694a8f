package io.tapedeck.protocol.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against values worked out by hand from the formulas of G.107 and the table of G.113. */
class EModelTest {

    /** R, and the MOS by the cubic of G.107, Annex B. */
    @ParameterizedTest
    @CsvSource({"90, 4.34", "80, 4.02", "70, 3.60", "60, 3.10", "50, 2.58", "0, 1", "-5, 1", "100, 4.5", "2, 1"})
    void ratings_become_the_scores_of_annex_b(double rating, double mos) {
        assertThat(EModel.mos(rating)).isCloseTo(mos, within(0.005));
    }

    /** G.711 with 2 % loss: 95 * 2 / (2 + 25.1) = 7.01; with 300 ms: 7.2 + 0.11 * 122.7 = 20.7. */
    @ParameterizedTest
    @CsvSource({
        "PCMU, 0, 0, 93.2",
        "PCMA, 0, 2, 86.19",
        "PCMA, 300, 0, 72.50",
        "G729, 0, 0, 82.2",
        "G729, 100, 1, 75.60",
        "G723, 0, 4, 62.28",
        "PCMU, 5000, 50, 0"
    })
    void delay_codec_and_loss_take_from_the_best_rating(String codec, double delay, double loss, double rating) {
        assertThat(EModel.rating(CodecImpairment.of(codec), delay, loss)).isCloseTo(rating, within(0.01));
    }

    @Test
    void more_loss_never_sounds_better() {
        double before = 5;
        for (int loss = 0; loss <= 100; loss++) {
            double mos = EModel.mos(EModel.rating(CodecImpairment.of("AMR"), 80, loss));

            assertThat(mos).isBetween(1.0, before);
            before = mos;
        }
    }

    @Test
    void names_are_taken_in_any_case_and_strangers_as_g711() {
        assertThat(CodecImpairment.of("opus")).isEqualTo(CodecImpairment.of("OPUS"));
        assertThat(CodecImpairment.of("EVS")).isEqualTo(CodecImpairment.G711);
    }
}
