package io.tapedeck.proxy.routing;

/** The directory as it is known now. Safe for any thread; does not block. */
@FunctionalInterface
public interface Directory {

    DirectorySnapshot current();
}
