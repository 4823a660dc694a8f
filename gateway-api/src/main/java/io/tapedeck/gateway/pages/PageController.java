package io.tapedeck.gateway.pages;

import io.swagger.v3.oas.annotations.Hidden;
import io.tapedeck.gateway.access.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** The HTML documents: the list of calls, settings, users' own options and the login form. Everything else is scripts, styles and the API. */
@Hidden
@RestController
class PageController {

    private final String calls = read("index.html");
    private final String settings = read("settings.html");
    private final String options = read("options.html");
    private final String login = read("login.html");

    @GetMapping("/")
    ResponseEntity<String> calls(Caller caller) {
        return caller.isUser() ? elsewhere("/options") : html(calls);
    }

    @GetMapping("/settings")
    ResponseEntity<String> settings(Caller caller) {
        return caller.isUser() ? elsewhere("/options") : html(settings);
    }

    @GetMapping("/options")
    ResponseEntity<String> options(Caller caller) {
        return caller.isUser() ? html(options) : elsewhere("/settings");
    }

    /** Each has pages of their own: those of others would be empty. */
    private static ResponseEntity<String> elsewhere(String path) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(path))
                .build();
    }

    /** The form works without scripts, so its token and its message are filled in here. */
    @GetMapping("/login")
    ResponseEntity<String> login(CsrfToken token, HttpServletRequest request) {
        return html(login.replace("{{csrf}}", HtmlUtils.htmlEscape(token.getToken()))
                .replace("{{message}}", messageOf(request)));
    }

    private static String messageOf(HttpServletRequest request) {
        if (request.getParameter("error") != null) {
            return "That did not work. Check the user name and the password.";
        }
        return request.getParameter("bye") == null ? "" : "You are logged out.";
    }

    private static ResponseEntity<String> html(String text) {
        return ResponseEntity.ok()
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .cacheControl(CacheControl.noStore())
                .body(text);
    }

    private static String read(String name) {
        try {
            return new ClassPathResource(PageConfiguration.FOLDER + name).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException missing) {
            throw new UncheckedIOException("the page " + name + " is not in the jar", missing);
        }
    }
}
