package io.tapedeck.proxy.routing;

import io.tapedeck.contracts.DeviceId;
import io.tapedeck.proxy.routing.RegisterOutcome.Accepted;
import io.tapedeck.proxy.routing.RegisterOutcome.Refused;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The registrar of RFC 3261, 10.3, and the location service behind it. A request is carried out whole or not at all.
 * Contacts are compared as text: a phone repeats its own address letter by letter.
 */
public final class BindingRegistrar implements Registrar {

    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int INTERVAL_TOO_BRIEF = 423;
    private static final int OUT_OF_ORDER = 500;
    private static final int LONGEST_URI = 512;

    private final RegistrarSettings settings;
    private final BindingStore store;
    private final InstantSource clock;
    private final Map<DeviceId, List<Binding>> bindings = new ConcurrentHashMap<>();

    public BindingRegistrar(RegistrarSettings settings, BindingStore store, InstantSource clock) {
        this.settings = settings;
        this.store = store;
        this.clock = clock;
        Instant now = clock.instant();
        store.load().stream()
                .filter(binding -> binding.isValidAt(now))
                .forEach(binding -> bindings.merge(binding.device(), List.of(binding), BindingRegistrar::joined));
    }

    @Override
    public RegisterOutcome register(RegisterRequest request) {
        Optional<Refused> mistake = mistakeIn(request);
        if (mistake.isPresent()) {
            return mistake.get();
        }
        var outcome = new AtomicReference<@Nullable RegisterOutcome>();
        bindings.compute(request.device().device().id(), (device, before) -> {
            List<Binding> known = valid(before == null ? List.of() : before);
            if (isOutOfOrder(request, known)) {
                outcome.set(new Refused(OUT_OF_ORDER, "CSeq Out Of Order", OptionalInt.empty()));
                return before;
            }
            List<Binding> after = request.wildcard() ? List.of() : updated(request, known);
            if (!after.equals(before == null ? List.of() : before)) {
                store.replace(device, after);
            }
            outcome.set(accepted(after));
            return after.isEmpty() ? null : after;
        });
        return Objects.requireNonNull(outcome.get());
    }

    /** Where the device can be reached now. */
    public List<Binding> of(DeviceId device) {
        return valid(bindings.getOrDefault(device, List.of()));
    }

    /** How many devices have a binding. */
    public int devices() {
        return bindings.size();
    }

    /** Forgets what has expired. To be called now and then, so that devices that never return cost nothing. */
    public void sweep() {
        for (DeviceId device : bindings.keySet()) {
            bindings.computeIfPresent(device, (_, known) -> {
                List<Binding> valid = valid(known);
                if (valid.size() < known.size()) {
                    store.replace(device, valid);
                }
                return valid.isEmpty() ? null : valid;
            });
        }
    }

    private Optional<Refused> mistakeIn(RegisterRequest request) {
        var sender = request.device();
        boolean ownAddress = request.toUser().isEmpty()
                || request.toUser().equals(sender.device().username())
                || request.toUser().equals(sender.user().extension());
        if (!ownAddress) {
            return refuse(FORBIDDEN, "Not Your Address");
        }
        if (request.wildcard()
                && (!request.contacts().isEmpty() || request.expires().orElse(-1) != 0)) {
            return refuse(BAD_REQUEST, "Contact * Needs Expires 0");
        }
        for (ContactBinding contact : request.contacts()) {
            if (!isReachable(contact.uri())) {
                return refuse(BAD_REQUEST, "Unusable Contact");
            }
            Duration wanted = requested(request, contact);
            if (!wanted.isZero() && wanted.compareTo(settings.shortest()) < 0) {
                int shortest = Math.toIntExact(settings.shortest().toSeconds());
                return Optional.of(new Refused(INTERVAL_TOO_BRIEF, "Interval Too Brief", OptionalInt.of(shortest)));
            }
        }
        return Optional.empty();
    }

    private static Optional<Refused> refuse(int statusCode, String reason) {
        return Optional.of(new Refused(statusCode, reason, OptionalInt.empty()));
    }

    private static boolean isReachable(String uri) {
        boolean sip = uri.regionMatches(true, 0, "sip:", 0, 4) || uri.regionMatches(true, 0, "sips:", 0, 5);
        return sip && uri.length() <= LONGEST_URI;
    }

    /** RFC 3261, 10.3, step 7: within one Call-ID only a higher CSeq may change a binding. */
    private static boolean isOutOfOrder(RegisterRequest request, List<Binding> known) {
        return known.stream()
                .filter(binding -> request.wildcard()
                        || request.contacts().stream()
                                .anyMatch(contact -> contact.uri().equals(binding.uri())))
                .anyMatch(binding ->
                        binding.callId().equals(request.callId()) && request.sequence() <= binding.sequence());
    }

    private List<Binding> updated(RegisterRequest request, List<Binding> known) {
        var after = new ArrayList<>(known);
        for (ContactBinding contact : request.contacts()) {
            after.removeIf(binding -> binding.uri().equals(contact.uri()));
            Duration granted = granted(request, contact);
            if (!granted.isZero()) {
                after.add(binding(request, contact, granted));
            }
        }
        // refreshed bindings were moved to the end, so the first one is the one nobody asked for longest
        int surplus = Math.max(0, after.size() - settings.bindingsPerDevice());
        return List.copyOf(after.subList(surplus, after.size()));
    }

    private Binding binding(RegisterRequest request, ContactBinding contact, Duration granted) {
        return new Binding(
                request.device().device().id(),
                contact.uri(),
                request.callId(),
                request.sequence(),
                clock.instant().plus(granted),
                Math.clamp(contact.q(), 0, 1),
                request.source());
    }

    private Duration requested(RegisterRequest request, ContactBinding contact) {
        OptionalInt seconds = contact.expires().isPresent() ? contact.expires() : request.expires();
        return seconds.isPresent() ? Duration.ofSeconds(Math.max(0, seconds.getAsInt())) : settings.usual();
    }

    private Duration granted(RegisterRequest request, ContactBinding contact) {
        Duration wanted = requested(request, contact);
        return wanted.compareTo(settings.longest()) > 0 ? settings.longest() : wanted;
    }

    private Accepted accepted(List<Binding> inForce) {
        Instant now = clock.instant();
        return new Accepted(inForce.stream()
                .map(binding -> new Accepted.Binding(
                        binding.uri(),
                        Duration.between(now, binding.expiresAt())
                                .plusMillis(999)
                                .toSeconds()))
                .toList());
    }

    private List<Binding> valid(List<Binding> known) {
        Instant now = clock.instant();
        return known.stream().filter(binding -> binding.isValidAt(now)).toList();
    }

    private static List<Binding> joined(List<Binding> some, List<Binding> more) {
        var all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }
}
