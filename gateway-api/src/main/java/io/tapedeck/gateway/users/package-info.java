/** Persons with an extension, and the public numbers that lead to them. */
@NullMarked
package io.tapedeck.gateway.users;

import org.jspecify.annotations.NullMarked;
