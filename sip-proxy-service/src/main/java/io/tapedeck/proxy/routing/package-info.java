/**
 * DOMAIN: who is calling and where the call goes. Digest authentication, the registrations of phones, the directory as
 * one immutable snapshot, and the rules by which a dialled number becomes targets. Pure: it reads no clock, socket or
 * file of its own; the values of {@code java.net} are only carried.
 */
@NullMarked
package io.tapedeck.proxy.routing;

import org.jspecify.annotations.NullMarked;
