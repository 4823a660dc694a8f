package io.tapedeck.gateway.playback;

import io.tapedeck.gateway.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.ClassPathResource;
import org.springframework.web.util.HtmlUtils;

/** What people see who open a link that does not play. Players and programs get the problem itself. */
final class RefusalPage {

    private final String template = read();

    boolean isWanted(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return accept != null && accept.contains("text/html");
    }

    void write(Refusal refusal, HttpServletResponse response) throws IOException {
        response.setStatus(refusal.reason().status());
        response.setContentType("text/html;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        String page = template.replace("{{message}}", HtmlUtils.htmlEscape(refusal.detail()));
        response.getOutputStream().write(page.getBytes(StandardCharsets.UTF_8));
    }

    private static String read() {
        try {
            return new ClassPathResource("tapedeck-pages/link.html").getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException missing) {
            throw new UncheckedIOException("the page for links is not in the jar", missing);
        }
    }
}
