package io.tapedeck.standalone.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServicesTest {

    @Test
    void short_options_stand_for_settings() {
        assertThat(Services.CAPTURE.settingOf("spool")).contains("tapedeck.capture.spool");
        assertThat(Services.CAPTURE.settingOf("media-timeout")).contains("tapedeck.capture.media-timeout");
        assertThat(Services.SIP_PROXY.settingOf("listen")).contains("tapedeck.sip.listen");
        assertThat(Services.CONVERSION.settingOf("workspace")).contains("tapedeck.conversion.workspace");
        assertThat(Services.CAPTURE.settingOf("kafka")).contains("tapedeck.kafka");
        assertThat(Services.GATEWAY.settingOf("store")).contains("tapedeck.gateway.store");
    }

    @Test
    void numbers_and_truth_values_have_short_options_too() {
        assertThat(Services.CONVERSION.settingOf("parallel")).contains("tapedeck.conversion.parallel");
    }

    @Test
    void every_setting_can_be_given_in_full() {
        assertThat(Services.CDR.settingOf("tapedeck.postgres.url")).contains("tapedeck.postgres.url");
    }

    @Test
    void what_a_service_does_not_have_is_not_accepted() {
        assertThat(Services.CDR.settingOf("spool")).isEmpty();
        assertThat(Services.named("gramophone")).isEmpty();
    }
}
