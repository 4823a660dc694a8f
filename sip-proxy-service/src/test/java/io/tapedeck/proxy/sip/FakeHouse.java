package io.tapedeck.proxy.sip;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.DeviceId;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.calls.CallEvent;
import io.tapedeck.contracts.calls.Direction;
import io.tapedeck.contracts.directory.DirectoryEvent;
import io.tapedeck.contracts.directory.RecordingSettings;
import io.tapedeck.proxy.announce.CallJournal;
import io.tapedeck.proxy.policy.Medium;
import io.tapedeck.proxy.policy.RecordingPolicy;
import io.tapedeck.proxy.recording.MediaAnchor;
import io.tapedeck.proxy.recording.MediaUnavailable;
import io.tapedeck.proxy.recording.SdpRefused;
import io.tapedeck.proxy.routing.Authentication;
import io.tapedeck.proxy.routing.Authenticator;
import io.tapedeck.proxy.routing.Flow;
import io.tapedeck.proxy.routing.RegisterOutcome;
import io.tapedeck.proxy.routing.Registrar;
import io.tapedeck.proxy.routing.Route;
import io.tapedeck.proxy.routing.Router;
import io.tapedeck.proxy.routing.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** Everything that the SIP server asks of others, in memory. Everybody is a device of one tenant. */
final class FakeHouse implements Authenticator, Registrar, Router, RecordingPolicy, MediaAnchor, CallJournal {

    static final TenantId TENANT = new TenantId(new UUID(7, 1));

    final Map<String, List<Target>> targets = new ConcurrentHashMap<>();
    final BlockingQueue<CallEvent> events = new LinkedBlockingQueue<>();
    final BlockingQueue<SessionId> deleted = new LinkedBlockingQueue<>();
    final List<String> media = new CopyOnWriteArrayList<>();
    final List<RegisterRequest> registrations = new CopyOnWriteArrayList<>();
    volatile boolean challenging;
    volatile boolean nodesLeft = true;
    volatile boolean portsLeft = true;
    volatile boolean answersUsable = true;
    volatile boolean mediaAlive = true;
    volatile boolean relaying = true;
    volatile boolean broken;
    final Queue<SessionId> questions = new ConcurrentLinkedQueue<>();
    volatile CountDownLatch answersMedia = new CountDownLatch(0);

    private final DirectoryEvent.Tenant tenant = new DirectoryEvent.Tenant(
            TENANT,
            "Example",
            "example.com",
            true,
            new RecordingSettings(true, MediaFormat.WAV, ChannelLayout.STEREO, null));

    void reset() {
        targets.clear();
        events.clear();
        deleted.clear();
        media.clear();
        registrations.clear();
        challenging = false;
        broken = false;
        nodesLeft = true;
        portsLeft = true;
        answersUsable = true;
        mediaAlive = true;
        relaying = true;
    }

    void reach(String user, TextPhone... phones) {
        targets.put(user, Arrays.stream(phones).map(FakeHouse::target).toList());
    }

    static Target target(TextPhone phone) {
        return target(phone, "example.com");
    }

    static Target target(TextPhone phone, String domain) {
        var party = new Party(Party.Network.ONNET, "x", "", domain, null, null, null);
        return new Target(phone.uri(), null, party, null, 1);
    }

    @Override
    public Authentication authenticate(Credentials credentials) {
        if (challenging && credentials.authorization().isEmpty()) {
            return new Authentication.Challenge(
                    List.of("Digest realm=\"tapedeck\", nonce=\"abc\", algorithm=MD5, qop=\"auth\""));
        }
        if (credentials.authorization().stream().anyMatch(text -> text.contains("wrong"))) {
            return new Authentication.Refused(403, "Forbidden", Authentication.Failure.WRONG_PASSWORD);
        }
        var user = new DirectoryEvent.User(new UserId(new UUID(7, 2)), TENANT, "1001", "", List.of(), true);
        var device = new DirectoryEvent.Device(
                new DeviceId(new UUID(7, 3)), TENANT, user.id(), "desk", "1001", "", "", true);
        return new Authentication.Device(tenant, user, device);
    }

    @Override
    public RegisterOutcome register(RegisterRequest request) {
        registrations.add(request);
        return request.expires().orElse(3_600) < 10
                ? new RegisterOutcome.Refused(423, "Interval Too Brief", OptionalInt.of(60))
                : new RegisterOutcome.Accepted(request.contacts().stream()
                        .map(contact -> new RegisterOutcome.Accepted.Binding(contact.uri(), 600))
                        .toList());
    }

    @Override
    public Route route(Authentication sender, String requestUser, String requestHost, String fromUser, String name) {
        var attempt = new Route.Attempt(
                tenant, Party.offnet(fromUser), Party.offnet(requestUser), Direction.INTERNAL, "", "");
        List<Target> found = targets.get(requestUser);
        return switch (requestUser) {
            case "offline" -> new Route.Refused(480, "Temporarily Unavailable", OptionalInt.empty(), attempt);
            case "noroute" -> new Route.Refused(503, "Service Unavailable", OptionalInt.of(30), attempt);
            case "nobodys" -> new Route.Refused(404, "Not Found", OptionalInt.empty(), null);
            default ->
                found == null
                        ? new Route.Refused(404, "Not Found", OptionalInt.empty(), attempt)
                        : new Route.Forward(attempt, found);
        };
    }

    @Override
    public List<RecordingOrder> orders(TenantId of, Party caller, Party callee, Set<Medium> agreed) {
        return List.of(new RecordingOrder(
                new RecordingId(new UUID(7, 9)), TENANT, null, MediaFormat.WAV, ChannelLayout.STEREO, null));
    }

    @Override
    public String chooseNode(SessionId session) throws MediaUnavailable {
        if (!nodesLeft) {
            throw new MediaUnavailable("no capture node takes calls");
        }
        return "127.0.0.1:2223";
    }

    @Override
    public String offer(MediaDialog dialog, String sdp) throws MediaUnavailable, SdpRefused {
        if (broken) {
            throw new IllegalStateException("a mistake of ours");
        }
        if (!portsLeft) {
            throw new MediaUnavailable("Out of ports");
        }
        if (!sdp.startsWith("v=0")) {
            throw new SdpRefused("no SDP");
        }
        media.add("offer " + (dialog.fromCaller() ? "caller " : "callee ") + dialog.fromTag());
        return relaying ? sdp.replace("127.0.0.1", "198.51.100.1") : sdp;
    }

    @Override
    public Answer answer(MediaDialog dialog, String toTag, String sdp, List<RecordingOrder> orders) throws SdpRefused {
        if (!answersUsable) {
            throw new SdpRefused("no codec in common");
        }
        media.add("answer " + dialog.fromTag() + " " + toTag + " orders=" + orders.size());
        return new Answer(relaying ? sdp.replace("127.0.0.1", "198.51.100.2") : sdp, Set.of());
    }

    @Override
    public Set<RecordingId> startRecording(String node, SessionId session, List<RecordingOrder> orders)
            throws MediaUnavailable {
        tell("start " + orders.size());
        return Set.of();
    }

    @Override
    public void stopRecording(String node, SessionId session, RecordingId recording) throws MediaUnavailable {
        tell("stop " + recording);
    }

    @Override
    public void pauseRecording(String node, SessionId session, Set<Medium> media) throws MediaUnavailable {
        tell("pause " + new TreeSet<>(media));
    }

    @Override
    public void resumeRecording(String node, SessionId session, Set<Medium> media) throws MediaUnavailable {
        tell("resume " + new TreeSet<>(media));
    }

    private void tell(String command) throws MediaUnavailable {
        if (!nodesLeft) {
            throw new MediaUnavailable("no capture node answers");
        }
        media.add(command);
    }

    @Override
    public void delete(String node, SessionId session) {
        deleted.add(session);
    }

    @Override
    public boolean alive(String node, SessionId session) {
        questions.add(session);
        try {
            answersMedia.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return mediaAlive;
    }

    @Override
    public void publish(String node, CallEvent event) {
        events.add(event);
    }

    /** Calls to that user go where its last registration came from. */
    void reachRegistered(String user) {
        RegisterRequest last = registrations.getLast();
        targets.put(
                user,
                List.of(new Target(last.contacts().getFirst().uri(), last.source(), Party.offnet(user), null, 1)));
    }

    static Flow flow(TextPhone phone) {
        return new Flow(Flow.Transport.UDP, phone.address());
    }
}
