/** The public face of the platform: REST, pages, login, playback, and the directory of tenants, users, devices and trunks. */
@NullMarked
package io.tapedeck.gateway;

import org.jspecify.annotations.NullMarked;
