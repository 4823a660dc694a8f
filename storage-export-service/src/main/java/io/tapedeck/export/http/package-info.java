/**
 * The only HTTP client: puts a file to an address, follows no redirects.
 */
@NullMarked
package io.tapedeck.export.http;

import org.jspecify.annotations.NullMarked;
