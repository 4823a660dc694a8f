package io.tapedeck.gateway.rules;

import io.tapedeck.contracts.directory.FeatureCodes;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.gateway.problem.Refusal.Fault;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether everybody for whom a document counts can still tell their codes apart: with what the device, the user, the teams,
 * the tenant, the platform and the defaults say, the first that says something for each. For one change, one thread.
 */
public final class CodeConflicts {

    private static final String PATH = "/featureCodes/";

    private static final StandingCodes DEFAULTS = new StandingCodes(
            RecordingLevel.PLATFORM,
            new UUID(0, 0),
            null,
            Set.of(),
            "as everywhere where nothing is said",
            FeatureCodes.DEFAULT);

    private enum Code {
        START,
        STOP,
        PAUSE,
        RESUME;

        private @Nullable String of(FeatureCodes codes) {
            return switch (this) {
                case START -> codes.start();
                case STOP -> codes.stop();
                case PAUSE -> codes.pause();
                case RESUME -> codes.resume();
            };
        }

        private String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is in force for somebody, and who says so. */
    private record InForce(String code, StandingCodes holder) {

        private boolean isLike(InForce other) {
            boolean both = !code.isEmpty() && !other.code.isEmpty();
            return both && (code.startsWith(other.code) || other.code.startsWith(code));
        }
    }

    /** The place of a fault, and the code that it cannot be told from. */
    private record Pair(Code own, Code other) implements Comparable<Pair> {

        @Override
        public int compareTo(Pair pair) {
            int first = own.compareTo(pair.own);
            return first == 0 ? other.compareTo(pair.other) : first;
        }
    }

    private final RulesScope own;
    private final @Nullable FeatureCodes before;
    private final @Nullable FeatureCodes after;

    /** Details of each fault; of the same one for many users, the first is told and how many there are. */
    private final SortedMap<Pair, Set<String>> found = new TreeMap<>();

    private CodeConflicts(RulesScope own, @Nullable FeatureCodes before, @Nullable FeatureCodes after) {
        this.own = own;
        this.before = before;
        this.after = after;
    }

    /**
     * What the change of a document would bring; conflicts that are there already are left alone.
     *
     * @param standing all documents that count for those for whom this one does, itself among them
     */
    public static List<Fault> of(
            RulesScope scope,
            @Nullable FeatureCodes before,
            @Nullable FeatureCodes after,
            List<StandingCodes> standing) {
        var conflicts = new CodeConflicts(scope, before, after);
        ladders(standing).stream()
                .filter(ladder -> ladder.stream().anyMatch(conflicts::isOwn))
                .forEach(conflicts::look);
        return conflicts.faults();
    }

    /** For everybody who may have codes of their own, and for all others, the documents that count; the nearest first. */
    private static List<List<StandingCodes>> ladders(List<StandingCodes> standing) {
        List<StandingCodes> platform = at(RecordingLevel.PLATFORM, standing);
        var ladders = new ArrayList<>(List.of(platform));
        standing.stream()
                .filter(one -> one.tenant() != null)
                .collect(Collectors.groupingBy(StandingCodes::tenant, LinkedHashMap::new, Collectors.toList()))
                .values()
                .forEach(tenants -> {
                    List<StandingCodes> whole = join(at(RecordingLevel.TENANT, tenants), platform);
                    ladders.add(whole);
                    ladders.addAll(ofUsers(tenants, whole));
                });
        return ladders;
    }

    private static List<List<StandingCodes>> ofUsers(List<StandingCodes> tenants, List<StandingCodes> whole) {
        Map<UUID, List<StandingCodes>> byUser = new LinkedHashMap<>();
        tenants.forEach(one -> one.users()
                .forEach(user ->
                        byUser.computeIfAbsent(user, _ -> new ArrayList<>()).add(one)));
        var ladders = new ArrayList<List<StandingCodes>>();
        byUser.values().forEach(theirs -> {
            List<StandingCodes> person =
                    join(join(at(RecordingLevel.USER, theirs), at(RecordingLevel.TEAM, theirs)), whole);
            ladders.add(person);
            at(RecordingLevel.DEVICE, theirs).forEach(device -> ladders.add(join(List.of(device), person)));
        });
        return ladders;
    }

    private static List<StandingCodes> at(RecordingLevel level, List<StandingCodes> all) {
        return all.stream().filter(one -> one.level() == level).toList();
    }

    private static List<StandingCodes> join(List<StandingCodes> one, List<StandingCodes> other) {
        var all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    private void look(List<StandingCodes> ladder) {
        for (Code one : Code.values()) {
            for (Code other : EnumSet.range(one, Code.RESUME)) {
                if (one != other) {
                    look(ladder, one, other);
                }
            }
        }
    }

    private void look(List<StandingCodes> ladder, Code one, Code other) {
        InForce first = inForce(ladder, after, one);
        InForce second = inForce(ladder, after, other);
        InForce firstBefore = inForce(ladder, before, one);
        InForce secondBefore = inForce(ladder, before, other);
        boolean same = first.code.equals(firstBefore.code) && second.code.equals(secondBefore.code);
        if (same || !first.isLike(second)) {
            return;
        }
        if (isOwn(first) || isOwn(second)) {
            note(one, first, other, second);
            note(other, second, one, first);
            return;
        }
        Code gone = isOwn(firstBefore) ? one : other;
        note(
                gone,
                other,
                "Without it, the code to " + one.text() + told(first) + " cannot be told from the code to "
                        + other.text() + told(second) + ".");
    }

    private void note(Code one, InForce mine, Code other, InForce theirs) {
        if (isOwn(mine)) {
            String whose = isOwn(theirs) ? ", which is " + theirs.code : told(theirs);
            note(one, other, "Cannot be told from the code to " + other.text() + whose + ".");
        }
    }

    private static String told(InForce code) {
        return ", which is " + code.code + " (" + code.holder.whose() + ")";
    }

    private void note(Code place, Code other, String detail) {
        found.computeIfAbsent(new Pair(place, other), _ -> new LinkedHashSet<>())
                .add(detail);
    }

    private boolean isOwn(InForce code) {
        return isOwn(code.holder);
    }

    private boolean isOwn(StandingCodes holder) {
        return holder.level() == own.level() && Objects.equals(holder.scope(), own.id());
    }

    private InForce inForce(List<StandingCodes> ladder, @Nullable FeatureCodes mine, Code which) {
        for (StandingCodes holder : ladder) {
            FeatureCodes codes = isOwn(holder) ? mine : holder.codes();
            String code = codes == null ? null : which.of(codes);
            if (code != null) {
                return new InForce(code, holder);
            }
        }
        return new InForce(String.valueOf(which.of(FeatureCodes.DEFAULT)), DEFAULTS);
    }

    private List<Fault> faults() {
        return found.entrySet().stream()
                .map(entry -> new Fault(PATH + entry.getKey().own.text(), detail(entry.getValue())))
                .toList();
    }

    private static String detail(Set<String> details) {
        String first = details.iterator().next();
        return details.size() == 1 ? first : first + " So it is in " + (details.size() - 1) + " more places.";
    }
}
