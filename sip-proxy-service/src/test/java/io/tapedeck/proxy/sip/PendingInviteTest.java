package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class PendingInviteTest {

    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final Mailbox first = new Mailbox(threads::add);
    private final Mailbox second = new Mailbox(threads::add);
    private final List<String> done = new ArrayList<>();

    @Test
    void a_cancel_is_not_lost_while_the_invite_goes_to_another_mailbox() {
        var pending = new PendingInvite(first);
        first.post(() -> {
            pending.cancelInTurn(); // comes from another thread in this very moment
            second.post(() -> pending.proceedsIn(() -> done.add("cancelled")));
            pending.movesTo(second);
        });

        work();

        assertThat(done).containsExactly("cancelled");
    }

    @Test
    void a_cancel_comes_after_what_is_done_with_the_invite_in_its_new_mailbox() {
        var pending = new PendingInvite(first);
        first.post(() -> {
            second.post(() -> pending.proceedsIn(() -> done.add("cancelled")));
            pending.movesTo(second);
            pending.cancelInTurn();
        });

        work();

        assertThat(done).containsExactly("cancelled");
    }

    @Test
    void a_cancel_is_not_lost_in_a_flood() {
        var pending = new PendingInvite(first);
        pending.proceedsIn(() -> done.add("cancelled"));
        while (first.post(() -> {})) {
            assertThat(threads).as("nothing is worked on yet").hasSize(1);
        }

        pending.cancelInTurn();
        work();

        assertThat(done).containsExactly("cancelled");
    }

    @Test
    void an_invite_is_cancelled_once() {
        var pending = new PendingInvite(first);
        pending.proceedsIn(() -> done.add("cancelled"));

        pending.cancelInTurn();
        pending.cancelInTurn();
        work();

        assertThat(done).hasSize(1);
    }

    private void work() {
        while (!threads.isEmpty()) {
            threads.remove().run();
        }
    }
}
