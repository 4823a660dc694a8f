package io.tapedeck.gateway.rules;

import io.tapedeck.contracts.directory.AnnouncementRules;
import io.tapedeck.contracts.directory.CallerRecordingRules;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.gateway.validation.Checks;

/** Whether what the parties are to hear, and what a caller may leave, makes sense. */
record SoundCheck(RecordingLevel level, RecordingRules rules, Checks checks) {

    /** A beep is a fifth of a second; closer together they are a tone. */
    private static final int CLOSEST_BEEPS = 2;

    private static final int HOUR_SECONDS = 3_600;
    private static final int LONGEST_SILENCE = 60;
    private static final String CODE = "[*#][0-9*#]{1,7}";

    void check() {
        announcement();
        beep();
        callerRecording();
    }

    private void announcement() {
        AnnouncementRules announcement = rules.announcement();
        if (announcement != null && announcement.own() != null && level == RecordingLevel.PLATFORM) {
            checks.fault("/announcement/own", "An announcement belongs to a tenant, so the platform has none.");
        }
    }

    private void beep() {
        Integer seconds = rules.beep() == null ? null : rules.beep().everySeconds();
        if (seconds != null && seconds != 0) {
            int _ = checks.range("/beep/everySeconds", seconds, CLOSEST_BEEPS, HOUR_SECONDS, 0);
        }
    }

    private void callerRecording() {
        CallerRecordingRules caller = rules.callerRecording();
        if (caller == null) {
            return;
        }
        if (level != RecordingLevel.TENANT && level != RecordingLevel.PLATFORM) {
            checks.fault("/callerRecording", "Is no setting of this level.");
        }
        if (caller.code() != null && !caller.code().matches(CODE)) {
            checks.fault("/callerRecording/code", "Must begin with * or # and have 2 to 8 of 0-9, * and #.");
        }
        if (caller.format() != null && caller.format().isVideo()) {
            checks.fault("/callerRecording/format", "Must be a format of sound: there are no pictures.");
        }
        if (caller.url() != null && !RulesCheck.isPlainWebAddress(caller.url())) {
            checks.fault("/callerRecording/url", "Must be an http or https address without query and fragment.");
        }
        int _ = checks.range("/callerRecording/timeLimit", caller.timeLimit(), 1, HOUR_SECONDS, 1);
        int _ = checks.range("/callerRecording/silenceSeconds", caller.silenceSeconds(), 0, LONGEST_SILENCE, 0);
    }
}
