package io.tapedeck.gateway.pages;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** The two HTML documents: the list of calls and the login form. Everything else is scripts, styles and the API. */
@Hidden
@RestController
class PageController {

    private final String calls = read("index.html");
    private final String login = read("login.html");

    @GetMapping("/")
    ResponseEntity<String> calls() {
        return html(calls);
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
