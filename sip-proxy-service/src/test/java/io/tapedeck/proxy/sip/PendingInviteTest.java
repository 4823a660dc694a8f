package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import javax.sip.ServerTransaction;
import javax.sip.TransactionState;
import org.junit.jupiter.api.Test;

class PendingInviteTest {

    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final Mailbox first = new Mailbox(threads::add);
    private final Mailbox second = new Mailbox(threads::add);
    private final List<String> done = new ArrayList<>();

    @Test
    void a_cancel_is_not_lost_while_the_invite_goes_to_another_mailbox() {
        var pending = new PendingInvite(first, null);
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
        var pending = new PendingInvite(first, null);
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
        var pending = new PendingInvite(first, null);
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
        var pending = new PendingInvite(first, null);
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

    @Test
    void it_is_over_when_its_transaction_is_whether_or_not_anybody_says_so() {
        var mailbox = new Mailbox(Runnable::run);

        assertThat(new PendingInvite(mailbox, in(TransactionState.PROCEEDING)).isOver())
                .isFalse();
        assertThat(new PendingInvite(mailbox, in(TransactionState.COMPLETED)).isOver())
                .isFalse();
        assertThat(new PendingInvite(mailbox, in(TransactionState.TERMINATED)).isOver())
                .isTrue();
    }

    private static ServerTransaction in(TransactionState state) {
        return (ServerTransaction) Proxy.newProxyInstance(
                PendingInviteTest.class.getClassLoader(),
                new Class<?>[] {ServerTransaction.class},
                (_, method, _) -> method.getName().equals("getState") ? state : null);
    }
}
