/** Everything that runs in one standalone process: servers, services, the worker beside it, in order and back. */
@NullMarked
package io.tapedeck.standalone.platform;

import org.jspecify.annotations.NullMarked;
