package io.tapedeck.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.testkit.audio.AudioSource;
import io.tapedeck.testkit.phone.PhoneCall;
import io.tapedeck.testkit.time.Eventually;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(SharedPlatform.class)
class CallsPageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How many pixels of the wave form are painted. */
    private static final String PAINTED = """
            () => {
              const canvas = document.querySelector('canvas.wave');
              const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
              return pixels.filter((value, index) => index % 4 === 3 && value > 0).length;
            }""";

    @Test
    void an_administrator_logs_in_finds_a_call_and_plays_it(RunningPlatform platform) {
        try (var browser = new Browser();
                TapedeckApi api = platform.api()) {
            double seconds = recordCall(platform, api).path("durationMs").asLong() / 1_000.0;

            Page page = browser.open(platform.http());
            logIn(page);
            Locator call = page.locator(".call")
                    .filter(new Locator.FilterOptions().setHasText(Pattern.compile("7001.*7002")))
                    .first();
            assertThat(call).isVisible();
            call.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(Pattern.compile("^Play")))
                    .click();
            page.waitForFunction("() => document.querySelector('audio')?.readyState >= 1");
            if ((Boolean) page.evaluate("() => document.querySelector('audio').paused")) {
                page.locator(".player .start").click();
            }
            page.waitForFunction("() => document.querySelector('audio').currentTime > 0.3");

            assertThat((Double) page.evaluate("() => document.querySelector('audio').duration"))
                    .isCloseTo(seconds, within(0.1));
            page.waitForFunction("() => document.querySelector('.track.drawn')");
            assertThat((Integer) page.evaluate(PAINTED)).isPositive();
            assertThat(page.locator(".player .sound")).containsText("Caller talks");
        }
    }

    private static JsonNode recordCall(RunningPlatform platform, TapedeckApi api) {
        var phones = new Phones(platform, api);
        try (var caller = phones.registered("7001");
                var callee = phones.registered("7002")) {
            callee.autoAnswer(AudioSource.tone(900));
            PhoneCall call = caller.call("7002", AudioSource.tone(500));
            assertThat(call.answered(PATIENCE)).isTrue();
            Eventually.holds(() -> call.receivedPackets() > 100, PATIENCE, "two seconds are heard");
            call.hangUp();
            return new Recordings(api).readyOf(call.sessionId());
        }
    }

    private static void logIn(Page page) {
        page.locator("input[name=username]").fill("admin");
        page.locator("input[name=password]").fill(Launcher.ADMIN_PASSWORD);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Log in"))
                .click();
    }
}
