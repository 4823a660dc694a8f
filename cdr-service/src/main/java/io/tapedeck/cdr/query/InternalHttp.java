package io.tapedeck.cdr.query;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Asks for the token in front of everything internal. */
@Configuration(proxyBeanMethods = false)
class InternalHttp implements WebMvcConfigurer {

    private final InternalAccess access;

    InternalHttp(InternalAccess access) {
        this.access = access;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new TokenCheck(access)).addPathPatterns("/internal/**");
    }

    private record TokenCheck(InternalAccess access) implements HandlerInterceptor {

        @Override
        public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
            if (access.permits(request.getHeader(InternalAccess.HEADER))) {
                return true;
            }
            throw new ErrorResponseException(
                    HttpStatus.UNAUTHORIZED,
                    ProblemDetail.forStatusAndDetail(
                            HttpStatus.UNAUTHORIZED, "The header " + InternalAccess.HEADER + " is missing or wrong."),
                    null);
        }
    }
}
