package io.tapedeck.proxy.policy;

import static io.tapedeck.proxy.routing.ExampleDirectory.ACME;
import static io.tapedeck.proxy.routing.ExampleDirectory.ANNA;
import static io.tapedeck.proxy.routing.ExampleDirectory.ANNAS_DESK;
import static io.tapedeck.proxy.routing.ExampleDirectory.BOB;
import static io.tapedeck.proxy.routing.ExampleDirectory.BOBS_DESK;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.proxy.policy.Decision.Grant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The two matrices, cell by cell, from the tables as the manual has them. */
class MatrixTest {

    private static final List<String> CALLS = List.of("onnet→onnet", "onnet→offnet", "offnet→onnet");

    /** "unless x" means: yes, but not where x is configured as well. */
    private static final String TENANT = """
            inbound.onnet   | yes                  | yes                  | no
            inbound.offnet  | no                   | no                   | yes
            outbound.onnet  | unless inbound.onnet | no                   | unless inbound.offnet
            outbound.offnet | no                   | unless inbound.onnet | no
            """;

    /** "destination" means: yes, when it is set on the endpoint that is called. */
    private static final String ENDPOINT = """
            inbound.onnet   | destination | no     | no
            inbound.offnet  | no          | no     | destination
            outbound.onnet  | source      | no     | no
            outbound.offnet | no          | source | no
            """;

    record Cell(String setting, String call, String entry) {

        @Override
        public String toString() {
            return setting + " on " + call + ": " + entry;
        }
    }

    static Stream<Cell> tenantCells() {
        return cells(TENANT);
    }

    static Stream<Cell> endpointCells() {
        return cells(ENDPOINT);
    }

    static Stream<Cell> exceptions() {
        return cells(TENANT).filter(cell -> cell.entry().startsWith("unless "));
    }

    private static Stream<Cell> cells(String table) {
        return table.lines().flatMap(line -> {
            List<String> columns =
                    Stream.of(line.split("\\|")).map(String::strip).toList();
            return Stream.of(1, 2, 3).map(i -> new Cell(columns.getFirst(), CALLS.get(i - 1), columns.get(i)));
        });
    }

    @ParameterizedTest
    @MethodSource("tenantCells")
    void a_tenants_setting_alone_records_what_the_table_says(Cell cell) {
        var rules = new Rules().tenant(ACME, Rules.on(cell.setting()));

        List<Grant> grants = rules.decide(call(cell.call())).grants();

        if (cell.entry().equals("no")) {
            assertThat(grants).isEmpty();
            return;
        }
        assertThat(grants).singleElement().satisfies(grant -> {
            assertThat(grant.tenant()).isEqualTo(ACME.id());
            assertThat(grant.owner()).isNull();
            assertThat(grant.level()).isEqualTo(RecordingLevel.TENANT);
            assertThat(grant.setting()).isEqualTo(cell.setting());
            assertThat(cell.setting()).startsWith(grant.leg().text() + ".");
        });
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void what_is_configured_for_the_inbound_leg_decides_alone(Cell cell) {
        String configured = cell.entry().substring("unless ".length());
        var both = new Rules().tenant(ACME, Rules.of(configured, true, cell.setting(), true));
        var off = new Rules().tenant(ACME, Rules.of(configured, false, cell.setting(), true));

        assertThat(both.decide(call(cell.call())).grants())
                .extracting(Grant::setting)
                .containsExactly(configured);
        assertThat(off.decide(call(cell.call())).grants()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("endpointCells")
    void a_users_setting_records_for_the_user_what_the_table_says(Cell cell) {
        var callers = new Rules().silentTenant(ACME).user(ANNA, Rules.on(cell.setting()));
        var callees = new Rules().silentTenant(ACME).user(BOB, Rules.on(cell.setting()));

        List<Grant> grants = Stream.of(callers, callees)
                .flatMap(rules -> rules.decide(call(cell.call())).grants().stream())
                .toList();

        switch (cell.entry()) {
            case "source" -> assertThat(grants).extracting(Grant::owner).containsExactly(ANNA.id());
            case "destination" -> assertThat(grants).extracting(Grant::owner).containsExactly(BOB.id());
            default -> assertThat(grants).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("endpointCells")
    void a_devices_setting_records_for_its_user_what_the_table_says(Cell cell) {
        var callers = new Rules().silentTenant(ACME).device(ANNAS_DESK, Rules.on(cell.setting()));
        var callees = new Rules().silentTenant(ACME).device(BOBS_DESK, Rules.on(cell.setting()));

        List<Grant> grants = Stream.of(callers, callees)
                .flatMap(rules -> rules.decide(call(cell.call())).grants().stream())
                .toList();

        switch (cell.entry()) {
            case "source" -> assertThat(grants).extracting(Grant::owner).containsExactly(ANNA.id());
            case "destination" -> assertThat(grants).extracting(Grant::owner).containsExactly(BOB.id());
            default -> assertThat(grants).isEmpty();
        }
        assertThat(grants).allSatisfy(grant -> assertThat(grant.level()).isEqualTo(RecordingLevel.DEVICE));
    }

    private static Occasion call(String call) {
        return Rules.call(
                call.startsWith("onnet") ? ANNAS_DESK : null, call.endsWith("→onnet") ? BOBS_DESK : null, ACME.id());
    }
}
