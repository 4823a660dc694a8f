package io.tapedeck.proxy.voice;

import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.proxy.control.Alarms;
import io.tapedeck.proxy.policy.SpokenPolicy;
import io.tapedeck.proxy.recording.Speaker;
import java.time.Duration;

/**
 * Gives every session its voice.
 *
 * @param thinking how long somebody who was asked something may think, after the question
 */
public record Voices(Speaker speaker, SpokenPolicy policy, ShippedPrompts prompts, Duration thinking) {

    private static final Duration USUAL_THINKING = Duration.ofSeconds(5);

    public Voices(Speaker speaker, SpokenPolicy policy, ShippedPrompts prompts) {
        this(speaker, policy, prompts, USUAL_THINKING);
    }

    /**
     * @param alarms wake the session
     */
    public CallVoice open(SessionId session, String node, TenantId tenant, Alarms alarms) {
        return new CallVoice(this, session, node, tenant, alarms);
    }
}
