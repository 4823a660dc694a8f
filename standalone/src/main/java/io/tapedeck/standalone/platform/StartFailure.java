package io.tapedeck.standalone.platform;

import org.jspecify.annotations.Nullable;

/** Why the platform cannot start, in words for whoever typed the command, with what to do about it. */
public final class StartFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String remedy;

    public StartFailure(String message, String remedy, @Nullable Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
    }

    public StartFailure(String message, String remedy) {
        this(message, remedy, null);
    }

    public String remedy() {
        return remedy;
    }
}
