package io.tapedeck.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final String FORM = "application/x-www-form-urlencoded";

    private final TestGateway gateway = TestGateway.shared();

    @Test
    void a_browser_logs_in_by_the_form_and_its_session_opens_the_api() {
        try (var browser = new Browser(gateway)) {
            var away = browser.api.get("/");
            var in = browser.logIn(TestGateway.PASSWORD);
            var page = browser.api.get("/");

            assertThat(away.status()).isEqualTo(302);
            assertThat(away.header("Location")).endsWith("/login");
            assertThat(in.header("Location")).endsWith("/");
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.header("Content-Security-Policy"))
                    .contains("default-src 'none'")
                    .doesNotContain("unsafe");
            assertThat(page.text()).doesNotContain("<style").doesNotContain(" onclick");
            assertThat(browser.api.get("/api/v1/tenants").status()).isEqualTo(200);
        }
    }

    @Test
    void the_session_cookie_is_out_of_reach_for_scripts_and_other_sites() {
        var raw = gateway.anonymous().get("/");

        assertThat(raw.raw().headers().allValues("Set-Cookie"))
                .filteredOn(cookie -> cookie.startsWith("tapedeck-session="))
                .allSatisfy(cookie -> assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict"))
                .hasSize(1);
    }

    @Test
    void what_changes_something_by_a_session_needs_the_pages_token() {
        UUID recording = gateway.newRecording(gateway.newTenant(), new byte[1]);
        String path = "/api/v1/recordings/" + recording + "/link";
        try (var browser = new Browser(gateway)) {
            browser.logIn(TestGateway.PASSWORD);
            browser.api.get("/");

            assertThat(browser.api.post(path, "{}").status()).isEqualTo(403);
            assertThat(browser.api.post(path, "{}", "X-XSRF-TOKEN", "guess").status())
                    .isEqualTo(403);
            assertThat(browser.api
                            .post(path, "{}", "X-XSRF-TOKEN", browser.cookie("XSRF-TOKEN"))
                            .status())
                    .isEqualTo(201);
        }
    }

    @Test
    void logging_out_ends_the_session() {
        try (var browser = new Browser(gateway)) {
            browser.logIn(TestGateway.PASSWORD);
            browser.api.get("/");

            browser.api.post("/logout", "", "X-XSRF-TOKEN", browser.cookie("XSRF-TOKEN"));

            assertThat(browser.api.get("/api/v1/tenants").status()).isEqualTo(401);
        }
    }

    @Test
    void a_wrong_password_leads_back_to_the_form() {
        try (var browser = new Browser(gateway)) {
            assertThat(browser.logIn("wrong").header("Location")).endsWith("/login?error");
            assertThat(browser.api.get("/login?error").text()).contains("That did not work");
        }
    }

    @Test
    void scripts_of_the_page_do_not_make_the_browser_ask_for_a_password() {
        var reply = gateway.anonymous().get("/api/v1/cdrs", "Sec-Fetch-Mode", "cors");

        assertThat(reply.raw().headers().allValues("WWW-Authenticate")).allMatch(scheme -> scheme.startsWith("Bearer"));
    }

    @Test
    void who_guesses_passwords_has_to_wait_and_a_known_login_goes_on(@TempDir Path directory) {
        try (var strict = TestGateway.start(directory, "--tapedeck.gateway.attempts-per-minute=2")) {
            Api admin = strict.admin();
            admin.get("/api/v1/tenants");

            int first =
                    admin.withBasic("admin", "guess1").get("/api/v1/tenants").status();
            int second =
                    admin.withBasic("admin", "guess2").get("/api/v1/tenants").status();
            var third = admin.withBasic("admin", "guess3").get("/api/v1/tenants");

            assertThat(first).isEqualTo(401);
            assertThat(second).isEqualTo(401);
            assertThat(third.status()).isEqualTo(429);
            assertThat(third.header("Retry-After")).isEqualTo("60");
            assertThat(admin.get("/api/v1/tenants").status()).isEqualTo(200);
        }
    }

    @Test
    void an_address_without_attempts_does_not_learn_the_right_password(@TempDir Path directory) {
        try (var strict = TestGateway.start(directory, "--tapedeck.gateway.attempts-per-minute=2");
                var elsewhere = HttpClient.newBuilder()
                        .localAddress(new InetSocketAddress("127.0.0.2", 0).getAddress())
                        .build()) {
            Api admin = strict.admin();
            admin.get("/api/v1/tenants"); // is remembered from here on
            Api guesser = new Api(elsewhere, strict.address(), null);
            guesser.withBasic("admin", "guess1").get("/api/v1/tenants");
            guesser.withBasic("admin", "guess2").get("/api/v1/tenants");

            var right = guesser.withBasic("admin", TestGateway.PASSWORD).get("/api/v1/tenants");

            assertThat(right.status()).isEqualTo(429);
            assertThat(admin.get("/api/v1/tenants").status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"login removed", "password changed", "tenant disabled"})
    void the_session_of_a_user_ends_with_the_login_that_it_began_with(String event) {
        Api admin = gateway.admin();
        String tenant = gateway.newTenant();
        String user = gateway.newUser(tenant);
        String login = "/api/v1/users/" + user + "/login";
        admin.put(login, "{'password':'a long enough one'}");
        String domain = admin.get("/api/v1/tenants/" + tenant).string("domain");
        String name = admin.get("/api/v1/users/" + user).string("extension") + "@" + domain;
        try (var browser = new Browser(gateway)) {
            browser.logIn(name, "a long enough one");
            assertThat(browser.api.get("/api/v1/me").status()).isEqualTo(200);

            switch (event) {
                case "login removed" -> admin.delete(login);
                case "password changed" -> admin.put(login, "{'password':'another long one'}");
                default ->
                    admin.put("/api/v1/tenants/" + tenant, "{'name':'Any','domain':'" + domain + "','enabled':false}");
            }

            assertThat(browser.api.get("/api/v1/me").status()).isEqualTo(401);
        }
    }

    @Test
    void without_a_configured_password_one_is_generated_once_for_the_owner_alone(@TempDir Path directory)
            throws IOException {
        try (var fresh = TestGateway.startWithoutPassword(directory)) {
            Path file = fresh.data().resolve("admin-password");
            String password = Files.readString(file).strip();
            fresh.restart();

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(password).hasSize(20);
            assertThat(Files.readString(file).strip()).isEqualTo(password);
            assertThat(fresh.anonymous()
                            .withBasic("admin", password)
                            .get("/api/v1/tenants")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void health_metrics_and_the_description_are_open_and_nothing_else_of_the_actuator() {
        Api nobody = gateway.anonymous();

        assertThat(nobody.get("/actuator/health").string("status")).isEqualTo("UP");
        assertThat(nobody.get("/actuator/prometheus").text()).contains("tapedeck_gateway_directory_pending");
        assertThat(nobody.get("/api/v1/openapi.json").status()).isEqualTo(200);
        assertThat(nobody.get("/actuator/env").status()).isEqualTo(401);
        assertThat(gateway.admin().get("/actuator/env").status()).isEqualTo(404);
    }

    /** Somebody with cookies. */
    private static final class Browser implements AutoCloseable {

        private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
        private final HttpClient http =
                HttpClient.newBuilder().cookieHandler(cookies).build();
        private final Api api;

        Browser(TestGateway gateway) {
            api = new Api(http, gateway.address(), null);
        }

        Api.Reply logIn(String password) {
            return logIn("admin", password);
        }

        Api.Reply logIn(String username, String password) {
            var token = TOKEN.matcher(api.get("/login").text());
            assertThat(token.find()).isTrue();
            String form =
                    "username=" + encoded(username) + "&password=" + encoded(password) + "&_csrf=" + token.group(1);
            return api.post("/login", form, "Content-Type", FORM);
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }

        String cookie(String name) {
            return cookies.getCookieStore().getCookies().stream()
                    .filter(cookie -> cookie.getName().equals(name))
                    .map(HttpCookie::getValue)
                    .findFirst()
                    .orElse("");
        }

        @Override
        public void close() {
            http.close();
        }
    }
}
