package io.tapedeck.capture.announce;

import org.springframework.boot.context.properties.ConfigurationProperties;

/** @param follow whether Kafka is asked which recordings are made; without, no capture counts as converted */
@ConfigurationProperties("tapedeck.capture.conversions")
record ConversionSettings(boolean follow) {}
