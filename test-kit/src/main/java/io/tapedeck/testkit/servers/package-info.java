/** The servers that the services need, real ones, inside the test's own JVM or, where a Docker engine is, in containers. */
@NullMarked
package io.tapedeck.testkit.servers;

import org.jspecify.annotations.NullMarked;
