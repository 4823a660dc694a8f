package io.tapedeck.proxy.voice;

import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.proxy.control.Alarms;
import io.tapedeck.proxy.policy.SpokenPolicy;
import io.tapedeck.proxy.recording.Speaker;

/** Gives every session its voice. */
public record Voices(Speaker speaker, SpokenPolicy policy, ShippedPrompts prompts) {

    /**
     * @param alarms wake the session
     */
    public CallVoice open(SessionId session, String node, TenantId tenant, Alarms alarms) {
        return new CallVoice(this, session, node, tenant, alarms);
    }
}
