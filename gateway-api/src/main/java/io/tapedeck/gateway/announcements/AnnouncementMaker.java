package io.tapedeck.gateway.announcements;

import io.tapedeck.contracts.AnnouncementId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.directory.DirectoryEvent.Announcement;
import io.tapedeck.gateway.announcements.Announcements.Stored;
import io.tapedeck.gateway.announcements.SoundStudio.Sound;
import io.tapedeck.gateway.identifiers.FreshIds;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Fault;
import io.tapedeck.gateway.problem.Refusal.Reason;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Makes announcements of what people give. */
@Component
class AnnouncementMaker {

    private static final Logger LOG = LoggerFactory.getLogger(AnnouncementMaker.class);
    private static final Duration SOON = Duration.ofSeconds(10);

    private final SoundStudio studio;
    private final SpeechEngine engine;
    private final FreshIds ids;

    AnnouncementMaker(SoundStudio studio, SpeechEngine engine, FreshIds ids) {
        this.studio = studio;
        this.engine = engine;
        this.ids = ids;
    }

    /**
     * @throws Refusal 422 when it is no MP3 or too long, 503 when it cannot be decoded here, or not now
     */
    Stored ofMp3(TenantId tenant, String name, byte[] mp3) {
        try {
            return stored(tenant, name, studio.fromMp3(mp3));
        } catch (SoundStudio.Busy e) {
            throw busy();
        } catch (SoundRefused e) {
            throw Refusal.invalid(List.of(new Fault("", String.valueOf(e.getMessage()))));
        } catch (IOException e) {
            throw unavailable("Sound cannot be decoded on this installation.", e);
        }
    }

    /**
     * @throws Refusal 422 when it gets too long, 503 when nothing speaks here, or not now
     */
    Stored ofText(TenantId tenant, String name, Utterance utterance) {
        try {
            return stored(tenant, name, studio.fromSpeech(() -> engine.speak(utterance)));
        } catch (SoundStudio.Busy e) {
            throw busy();
        } catch (SoundRefused e) {
            throw Refusal.invalid(List.of(new Fault("/text", String.valueOf(e.getMessage()))));
        } catch (IOException e) {
            throw unavailable("No speech engine is at work: install espeak-ng or set tapedeck.gateway.speech.url.", e);
        }
    }

    private static Refusal busy() {
        return Refusal.retryLater(Reason.BUSY, "Too many announcements are being made at this moment.", SOON);
    }

    private static Refusal unavailable(String detail, IOException why) {
        LOG.warn("{}", detail, why);
        return Refusal.of(Reason.UNAVAILABLE, detail);
    }

    private Stored stored(TenantId tenant, String name, Sound sound) {
        var announcement = new Announcement(
                new AnnouncementId(ids.next()),
                tenant,
                name,
                HexFormat.of().formatHex(sha256(sound.ogg())),
                Base64.getEncoder().encodeToString(sound.ogg()));
        return new Stored(announcement, sound.millis());
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
