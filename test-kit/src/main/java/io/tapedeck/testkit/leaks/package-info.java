/** What a test class leaves behind: threads and file descriptors. Servers that live as long as the JVM are known here as infrastructure. */
@NullMarked
package io.tapedeck.testkit.leaks;

import org.jspecify.annotations.NullMarked;
