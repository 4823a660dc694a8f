package io.tapedeck.protocol.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against values worked out by hand from the formulas of G.107 and the table of G.113. */
class EModelTest {

    /** G.107, 7.7: "if all parameters are set to the default values, the calculation results in R = 93.2", MOS 4.41. */
    @Test
    void the_default_values_of_g107_give_its_published_rating() {
        double rating = EModel.rating(CodecImpairment.G711, 0, 0);

        assertThat(rating).isEqualTo(93.2);
        assertThat(EModel.mos(rating)).isCloseTo(4.41, within(0.005));
    }

    /** R of the default connection less Ie, as G.113 means it (table I.1). */
    @ParameterizedTest
    @CsvSource({
        "PCMU, 0",
        "G726-40, 2",
        "GSM-EFR, 5",
        "AMR, 5",
        "G726-32, 7",
        "G728, 7",
        "G729, 11",
        "G723, 15",
        "GSM, 20",
        "GSM-HR-08, 23",
        "G726-24, 25",
        "G726-16, 50"
    })
    void a_codec_without_loss_takes_its_equipment_impairment(String codec, double ie) {
        assertThat(EModel.rating(CodecImpairment.of(codec), 0, 0)).isCloseTo(93.2 - ie, within(1e-9));
    }

    /** Cole and Rosenbluth fitted other measurements: 11 + 40 ln(1 + 10 e) for G.729A, 30 ln(1 + 15 e) for G.711. */
    @ParameterizedTest
    @CsvSource({"G729, 11, 40, 10", "PCMU, 0, 30, 15"})
    void loss_costs_what_others_have_published(String codec, double ie, double scale, double steepness) {
        for (double percent = 0; percent <= 5; percent += 0.5) {
            double published = ie + scale * Math.log(1 + steepness * percent / 100);

            assertThat(93.2 - EModel.rating(CodecImpairment.of(codec), 0, percent))
                    .as("%s %% lost", percent)
                    .isCloseTo(published, within(2.0));
        }
    }

    @ParameterizedTest
    @CsvSource({"NaN, NaN, 93.2", "-1, -1, 93.2", "Infinity, 0, 0", "0, Infinity, 17.25", "0, 250, 17.25"})
    void numbers_without_sense_count_as_the_end_they_lie_beyond(double delay, double loss, double rating) {
        assertThat(EModel.rating(CodecImpairment.G711, delay, loss)).isCloseTo(rating, within(0.05));
        assertThat(EModel.mos(Double.NaN)).isEqualTo(1);
    }

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
