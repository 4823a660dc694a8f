package io.tapedeck.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.tapedeck.standalone.demo.TapedeckApi;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The pages on which settings are changed: of many users by an administrator, one's own by a user. */
@ExtendWith(SharedPlatform.class)
class SettingsPageTest {

    private static final String PASSWORD = "let me in, please";

    @Test
    void an_administrator_previews_and_changes_a_team_with_the_keyboard_alone(RunningPlatform platform) {
        try (var browser = new Browser();
                TapedeckApi api = platform.api()) {
            String tenant = newTenant(api, "bulk.example");
            String anna = newUser(api, tenant, "2001", "Anna Bulk");
            String bob = newUser(api, tenant, "2002", "Bob Bulk");
            api.post("/api/v1/tenants/" + tenant + "/teams", Map.of("name", "Bulk team", "members", List.of(anna)));

            Page page = browser.open(platform.http());
            logIn(page, "admin", Launcher.ADMIN_PASSWORD);
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Settings"))
                    .press("Enter");
            chooseCompany(page, "bulk.example");
            focusOn(page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName("Everyone")))
                    .press("ArrowRight");
            page.getByRole(AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName(Pattern.compile("Bulk team")))
                    .press("Space");
            Locator outside =
                    page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Incoming from outside"));
            focusOn(outside.getByRole(AriaRole.RADIO, new Locator.GetByRoleOptions().setName("Leave")))
                    .press("ArrowRight");
            page.keyboard().press("ArrowRight");
            assertThat(page.locator("#summary")).hasText("One option for the members of one team.");
            button(page, "Preview").press("Enter");

            assertThat(page.locator("#resulthead")).hasText("1 user will change");
            assertThat(page.locator("#rows")).containsText("Anna Bulk");
            assertThat(page.locator("#rows")).not().containsText("Bob Bulk");
            assertThat(settings(api, anna)).isEqualTo("{}");

            button(page, "Change 1 user").press("Enter");
            assertThat(page.locator("#resulthead")).hasText("1 user changed");
            assertThat(settings(api, anna)).isEqualTo("{\"inbound\":{\"offnet\":{\"enabled\":true}}}");
            assertThat(settings(api, bob)).isEqualTo("{}");
        }
    }

    @Test
    void a_user_changes_the_options_that_the_tenant_permits_and_sees_the_others(RunningPlatform platform) {
        try (var browser = new Browser();
                TapedeckApi api = platform.api()) {
            String tenant = newTenant(api, "own.example");
            String user = newUser(api, tenant, "3001", "Carol Own");
            api.put("/api/v1/users/" + user + "/login", Map.of("password", PASSWORD));
            var permitted = List.of("/announcement", "/featureCodes/start", "/forwarding/busy");
            api.put("/api/v1/tenants/" + tenant + "/access-roles/agent", Map.of("editable", permitted));
            api.put("/api/v1/users/" + user + "/access-role", Map.of("role", "agent"));
            api.put("/api/v1/users/" + user + "/recording-settings", Map.of("video", true));

            Page page = browser.open(platform.http());
            logIn(page, "3001@own.example", PASSWORD);

            assertThat(page.locator("#me")).hasText("Carol Own · 3001");
            assertThat(page.locator("#others")).containsText("Pictures");
            assertThat(page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Sound")))
                    .hasCount(0);
            Locator started = page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Recording started"));
            focusOn(started.getByRole(AriaRole.RADIO, new Locator.GetByRoleOptions().setName("Not set")))
                    .press("ArrowRight");
            assertThat(page.getByLabel("Stop recording")).hasCount(0);
            assertThat(page.getByLabel("Always")).hasCount(0);
            page.getByLabel("Start recording").fill("*77");
            page.getByLabel("When busy").fill("4711");
            assertThat(page.locator("#summary")).hasText("3 options not saved yet.");
            button(page, "Save").press("Enter");

            assertThat(page.locator("#summary")).hasText("Everything is saved.");
            assertThat(page.locator("#toast")).containsText("Saved");
            assertThat(settings(api, user))
                    .isEqualTo("{\"video\":true,\"announcement\":{\"started\":true},"
                            + "\"featureCodes\":{\"start\":\"*77\"}}");
            assertThat(api.get("/api/v1/users/" + user + "/forwarding").toString())
                    .isEqualTo("{\"busy\":{\"number\":\"4711\"}}");
        }
    }

    /** With more than one company there is a choice. */
    private static void chooseCompany(Page page, String name) {
        assertThat(page.locator("#tenant option").first()).isAttached();
        page.locator("#tenant option", new Page.LocatorOptions().setHasText(name))
                .waitFor(new Locator.WaitForOptions()
                        .setState(com.microsoft.playwright.options.WaitForSelectorState.ATTACHED));
        String id = page.locator("#tenant option", new Page.LocatorOptions().setHasText(name))
                .getAttribute("value");
        page.waitForResponse(
                Pattern.compile(".*/tenants/" + id + "/users.*"),
                () -> page.evaluate(
                        "id => { const box = document.getElementById('tenant'); box.value = id;"
                                + " box.dispatchEvent(new Event('change', { bubbles: true })); }",
                        id));
    }

    private static Locator focusOn(Locator place) {
        place.focus();
        return place;
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    private static String newTenant(TapedeckApi api, String domain) {
        return api.post("/api/v1/tenants", Map.of("name", domain, "domain", domain))
                .path("id")
                .asString();
    }

    private static String newUser(TapedeckApi api, String tenant, String extension, String name) {
        return api.post("/api/v1/tenants/" + tenant + "/users", Map.of("extension", extension, "displayName", name))
                .path("id")
                .asString();
    }

    private static String settings(TapedeckApi api, String user) {
        return api.get("/api/v1/users/" + user + "/recording-settings").toString();
    }

    private static void logIn(Page page, String name, String password) {
        page.locator("input[name=username]").fill(name);
        page.locator("input[name=password]").fill(password);
        button(page, "Log in").click();
    }
}
