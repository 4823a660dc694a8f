package io.tapedeck.acceptance;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.tapedeck.testkit.programs.Programs;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** A headless Chromium of the system's, with one page. */
final class Browser implements AutoCloseable {

    /** On a busy machine; whatever is waited for ends the wait. */
    private static final double PATIENCE_MILLIS = 60_000;

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final Page page;

    Browser() {
        Programs.require("chromium");
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        chromium = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Programs.find("chromium").orElseThrow())
                        .setTimeout(2 * PATIENCE_MILLIS)
                        .setArgs(List.of(
                                "--no-sandbox", // as root in a container Chromium refuses to start otherwise
                                "--autoplay-policy=no-user-gesture-required",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
        page = chromium.newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    }

    Page open(URI address) {
        page.navigate(address.toString());
        return page;
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
