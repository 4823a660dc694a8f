package io.tapedeck.gateway.problem;

import io.tapedeck.gateway.problem.Refusal.Fault;
import io.tapedeck.gateway.problem.Refusal.Reason;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says in the words of the one who wrote the body why it could not be read. */
public final class UnreadableBody {

    private UnreadableBody() {}

    static Refusal explain(HttpMessageNotReadableException failure) {
        return explain(failure.getCause());
    }

    /** What Jackson has against a body, for the one who wrote it. */
    public static Refusal explain(@Nullable Throwable cause) {
        return switch (cause) {
            case UnrecognizedPropertyException unknown ->
                invalid(unknown, "There is no field \"" + unknown.getPropertyName() + "\" here.");
            case InvalidFormatException wrong
            when wrong.getTargetType().isEnum() ->
                invalid(wrong, "Must be one of " + namesOf(wrong.getTargetType()) + ".");
            case InvalidFormatException wrong ->
                invalid(wrong, "\"" + wrong.getValue() + "\" is not a " + nameOf(wrong.getTargetType()) + ".");
            case MismatchedInputException wrong -> invalid(wrong, "Must be a " + nameOf(wrong.getTargetType()) + ".");
            case JacksonException broken -> Refusal.of(Reason.UNREADABLE, notJson(broken));
            case null, default -> Refusal.of(Reason.UNREADABLE, "A JSON body is needed.");
        };
    }

    private static Refusal invalid(DatabindException failure, String detail) {
        return Refusal.invalid(List.of(new Fault(pointerOf(failure), detail)));
    }

    private static String pointerOf(DatabindException failure) {
        return failure.getPath().stream()
                .map(step ->
                        step.getPropertyName() == null ? Integer.toString(step.getIndex()) : step.getPropertyName())
                .map(step -> "/" + step.replace("~", "~0").replace("/", "~1"))
                .collect(Collectors.joining());
    }

    private static String notJson(JacksonException broken) {
        var at = broken.getLocation();
        if (at == null || at.getLineNr() < 1) {
            return "The body is not JSON.";
        }
        return "The body is not JSON: line " + at.getLineNr() + ", column " + at.getColumnNr() + ".";
    }

    private static String namesOf(Class<?> enumeration) {
        return Arrays.stream(enumeration.getEnumConstants())
                .map(constant -> "\"" + constant.toString().toLowerCase(Locale.ROOT) + "\"")
                .collect(Collectors.joining(", "));
    }

    private static String nameOf(@Nullable Class<?> type) {
        if (type == null) {
            return "value of another kind";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "boolean";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return "number";
        }
        if (type == String.class) {
            return "text in quotes";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "list";
        }
        return type.isRecord() && type.getSimpleName().endsWith("Id") ? "UUID" : "JSON object or value of another kind";
    }
}
