package io.tapedeck.proxy.sip;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.DeviceId;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.RecordingOrder.Start;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.calls.CallEvent;
import io.tapedeck.contracts.calls.Direction;
import io.tapedeck.contracts.directory.DirectoryEvent;
import io.tapedeck.contracts.directory.FeatureCodes;
import io.tapedeck.contracts.directory.RecordingSettings;
import io.tapedeck.proxy.announce.CallJournal;
import io.tapedeck.proxy.policy.CallerRecording;
import io.tapedeck.proxy.policy.ControlPolicy;
import io.tapedeck.proxy.policy.ControlRights;
import io.tapedeck.proxy.policy.Conversation;
import io.tapedeck.proxy.policy.Demand;
import io.tapedeck.proxy.policy.DemandedCall;
import io.tapedeck.proxy.policy.Medium;
import io.tapedeck.proxy.policy.Question;
import io.tapedeck.proxy.policy.RecordingPlan;
import io.tapedeck.proxy.policy.RecordingPolicy;
import io.tapedeck.proxy.recording.MediaAnchor;
import io.tapedeck.proxy.recording.MediaUnavailable;
import io.tapedeck.proxy.recording.SdpRefused;
import io.tapedeck.proxy.routing.Authentication;
import io.tapedeck.proxy.routing.Authenticator;
import io.tapedeck.proxy.routing.Diversion;
import io.tapedeck.proxy.routing.Flow;
import io.tapedeck.proxy.routing.RegisterOutcome;
import io.tapedeck.proxy.routing.Registrar;
import io.tapedeck.proxy.routing.Route;
import io.tapedeck.proxy.routing.Router;
import io.tapedeck.proxy.routing.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything that the SIP server asks of others, in memory. Everybody is a device of one tenant. */
final class FakeHouse
        implements Authenticator, Registrar, Router, RecordingPolicy, ControlPolicy, MediaAnchor, CallJournal {

    static final TenantId TENANT = new TenantId(new UUID(7, 1));
    static final UserId USER = new UserId(new UUID(7, 2));

    final Map<String, List<Target>> targets = new ConcurrentHashMap<>();
    final BlockingQueue<CallEvent> events = new LinkedBlockingQueue<>();
    private final Map<SessionId, OpenCall> open = new ConcurrentHashMap<>();
    final BlockingQueue<SessionId> deleted = new LinkedBlockingQueue<>();
    final List<String> media = new CopyOnWriteArrayList<>();
    final List<RegisterRequest> registrations = new CopyOnWriteArrayList<>();
    final List<Conversation> conversations = new CopyOnWriteArrayList<>();
    final BlockingQueue<Conversation> moves = new LinkedBlockingQueue<>();
    volatile boolean challenging;
    volatile boolean nodesLeft = true;
    volatile boolean portsLeft = true;
    volatile boolean answersUsable = true;
    volatile boolean mediaAlive = true;
    volatile boolean relaying = true;
    volatile boolean broken;
    /** Whether the device that calls may control recordings. */
    volatile boolean controlling;
    /** When the recording of the rules begins. */
    volatile @Nullable Start start;

    /** What callers are asked. */
    volatile @Nullable Question question;

    /** How somebody is recorded who calls {@code record}. */
    volatile @Nullable CallerRecording taping;

    /** How long the caller has said nothing; null when nobody can hear it. */
    volatile @Nullable Duration silent;

    final Map<SessionId, DigitListener> listeners = new ConcurrentHashMap<>();
    final BlockingQueue<List<String>> listening = new LinkedBlockingQueue<>();
    private final AtomicInteger demands = new AtomicInteger();
    final Queue<SessionId> questions = new ConcurrentLinkedQueue<>();
    volatile CountDownLatch answersMedia = new CountDownLatch(0);

    private final DirectoryEvent.Tenant tenant = new DirectoryEvent.Tenant(
            TENANT,
            "Example",
            "example.com",
            true,
            new RecordingSettings(true, MediaFormat.WAV, ChannelLayout.STEREO, null));

    /** Whose phone sends from that port; everybody else's is one and the same user's. */
    final Map<Integer, DirectoryEvent.User> owners = new ConcurrentHashMap<>();

    /** What sends from that port comes over a trunk. */
    final Map<Integer, DirectoryEvent.Trunk> trunks = new ConcurrentHashMap<>();

    /** Whose rights calls were led on with, and where to. */
    final Queue<String> behalves = new ConcurrentLinkedQueue<>();

    /** Whether recordings end when somebody else takes part, and what begins then. */
    volatile boolean endsWithMoves;

    volatile List<RecordingOrder> beginning = List.of();

    /** Commands about keys wait for this. */
    volatile CountDownLatch hearsKeys = new CountDownLatch(0);

    final DirectoryEvent.Tenant otherTenant = new DirectoryEvent.Tenant(
            new TenantId(new UUID(8, 1)),
            "Other",
            "other.example",
            true,
            new RecordingSettings(true, MediaFormat.WAV, ChannelLayout.STEREO, null));

    /** The phone is that of a user of the tenant, who is reached under the number. */
    void own(String number, TextPhone phone) {
        DirectoryEvent.User user = user(tenant, number);
        owners.put(phone.port(), user);
        targets.put(number, List.of(new Target(phone.uri(), null, party(tenant, user), null, 1)));
    }

    static UserId userId(String number) {
        return new UserId(new UUID(9, Long.parseLong(number)));
    }

    static DirectoryEvent.User user(DirectoryEvent.Tenant of, String number) {
        return new DirectoryEvent.User(userId(number), of.id(), number, "", List.of(), true);
    }

    private static Party party(DirectoryEvent.Tenant of, DirectoryEvent.User user) {
        return new Party(Party.Network.ONNET, user.extension(), "", of.domain(), user.id(), null, null);
    }

    /** Where calls to a user go, by the user's number and the reason. */
    final Map<String, Target> diverted = new ConcurrentHashMap<>();

    volatile Duration patience = Duration.ofMillis(100);

    /** Whether it fails when it is asked how long phones ring. */
    volatile boolean impatient;

    void reset() {
        diverted.clear();
        patience = Duration.ofMillis(100);
        owners.clear();
        trunks.clear();
        behalves.clear();
        endsWithMoves = false;
        beginning = List.of();
        impatient = false;
        targets.clear();
        events.clear();
        deleted.clear();
        media.clear();
        moves.clear();
        registrations.clear();
        challenging = false;
        broken = false;
        controlling = false;
        start = null;
        question = null;
        taping = null;
        silent = null;
        listeners.clear();
        listening.clear();
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
        DirectoryEvent.Trunk trunk = trunks.get(credentials.source().address().getPort());
        if (trunk != null) {
            return new Authentication.Trunk(trunk);
        }
        DirectoryEvent.User owner = owners.get(credentials.source().address().getPort());
        var user = owner == null ? new DirectoryEvent.User(USER, TENANT, "1001", "", List.of(), true) : owner;
        var device = new DirectoryEvent.Device(
                new DeviceId(new UUID(7, 3)), user.tenantId(), user.id(), "desk", user.extension(), "", "", true);
        return new Authentication.Device(user.tenantId().equals(TENANT) ? tenant : otherTenant, user, device);
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
                tenantOf(sender), caller(sender, fromUser), Party.offnet(requestUser), Direction.INTERNAL, "", "");
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

    private DirectoryEvent.Tenant tenantOf(Authentication sender) {
        return sender instanceof Authentication.Device device ? device.tenant() : tenant;
    }

    private Party caller(Authentication sender, String fromUser) {
        if (sender instanceof Authentication.Trunk(var trunk)) {
            return new Party(Party.Network.OFFNET, fromUser, "", trunk.host(), null, null, trunk.id());
        }
        return sender instanceof Authentication.Device device && owners.containsValue(device.user())
                ? party(device.tenant(), device.user())
                : new Party(Party.Network.ONNET, fromUser, "", "example.com", USER, null, null);
    }

    @Override
    public Route onBehalf(UserId user, Party caller, String number, String host) {
        behalves.add(user + " " + number + "@" + host);
        return route(new Authentication.Challenge(List.of()), number, host, caller.number(), "");
    }

    @Override
    public Optional<Route> divert(Party caller, Target called, Diversion.Reason why) {
        Target next = diverted.get(called.party().number() + " " + why);
        return Optional.ofNullable(next).map(target -> forward(caller, called, target, why));
    }

    private Route forward(Party caller, Target called, Target next, Diversion.Reason why) {
        var chain = new ArrayList<>(called.diversions());
        if (chain.stream().anyMatch(one -> one.by().equals(next.party()))) {
            return new Route.Refused(482, "Loop Detected", OptionalInt.empty(), null);
        }
        chain.add(new Diversion(called.party(), why));
        var attempt = new Route.Attempt(tenant, caller, next.party(), Direction.INTERNAL, "", "");
        return new Route.Forward(
                attempt, List.of(new Target(next.uri(), next.flow(), next.party(), next.trunk(), 1, chain)));
    }

    @Override
    public Optional<Route> deflect(Party caller, Target called, String number, String host) {
        List<Target> next = targets.get(number);
        return called.party().userId() == null || next == null
                ? Optional.empty()
                : Optional.of(forward(caller, called, next.getFirst(), Diversion.Reason.DEFLECTION));
    }

    @Override
    public Optional<Duration> ringsFor(Target called) {
        if (impatient) {
            throw new IllegalStateException("a mistake of ours");
        }
        return diverted.containsKey(called.party().number() + " " + Diversion.Reason.NO_ANSWER)
                ? Optional.of(patience)
                : Optional.empty();
    }

    @Override
    public RecordingPlan afterMove(Conversation conversation, List<RecordingOrder> running) {
        moves.add(conversation);
        Stream<RecordingOrder> end = running.stream().filter(_ -> endsWithMoves);
        return new RecordingPlan(beginning, end.map(RecordingOrder::recordingId).toList());
    }

    @Override
    public List<RecordingOrder> orders(Conversation conversation) {
        conversations.add(conversation);
        return List.of(Orders.of(new UUID(7, 9), null, start));
    }

    @Override
    public Optional<Question> question(Conversation conversation) {
        return Optional.ofNullable(question);
    }

    @Override
    public Optional<CallerRecording> callerRecording(Authentication sender, String user, String host) {
        return Optional.ofNullable(taping).filter(_ -> user.equals("record"));
    }

    @Override
    public Optional<Duration> callerSilentFor(String node, SessionId session) {
        return Optional.ofNullable(silent);
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

    @Override
    public void tellDigit(String node, SessionId session, String tag, char key, Duration length)
            throws MediaUnavailable {
        try {
            hearsKeys.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        tell("tell " + key);
        listeners.getOrDefault(session, (_, _) -> {}).pressed(tag, key); // as a node does
    }

    @Override
    public void maskDigits(String node, SessionId session, String tag, String code) throws MediaUnavailable {
        tell("mask " + code);
    }

    @Override
    public void hearDigits(String node, SessionId session, List<String> tags, DigitListener listener) {
        listeners.put(session, listener);
        listening.add(tags);
    }

    @Override
    public Optional<ControlRights> rights(Party party) {
        return controlling && USER.equals(party.userId())
                ? Optional.of(new ControlRights(TENANT, USER, FeatureCodes.DEFAULT, null))
                : Optional.empty();
    }

    @Override
    public Optional<RecordingOrder> demanded(DemandedCall call, @Nullable Party owner, Demand wishes) {
        return Optional.of(new RecordingOrder(
                new RecordingId(new UUID(8, demands.incrementAndGet())),
                TENANT,
                owner == null ? null : owner.userId(),
                MediaFormat.WAV,
                ChannelLayout.STEREO,
                null,
                null,
                null,
                false,
                null,
                null,
                Start.DEMAND,
                wishes.label(),
                null));
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
        if (event instanceof CallEvent.CallEnded) {
            open.remove(event.call().sessionId());
        } else {
            open.put(event.call().sessionId(), new OpenCall(node, event.call()));
        }
    }

    @Override
    public Optional<OpenCall> open(SessionId session) {
        return Optional.ofNullable(open.get(session));
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
