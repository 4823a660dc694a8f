package io.tapedeck.gateway.ledger;

import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Reason;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** One change and its event, in one transaction; what the database refuses is told in the words of the one who asked. */
@Component
class Writes {

    private final TransactionTemplate transactions;

    Writes(TransactionTemplate transactions) {
        this.transactions = transactions;
    }

    void run(Runnable change) {
        get(() -> {
            change.run();
            return true;
        });
    }

    boolean get(Supplier<Boolean> change) {
        try {
            return Boolean.TRUE.equals(transactions.execute(_ -> change.get()));
        } catch (DataIntegrityViolationException violation) {
            throw explained(violation);
        }
    }

    /** Finds out what the database would refuse. */
    void undo(Runnable change) {
        try {
            transactions.executeWithoutResult(transaction -> {
                transaction.setRollbackOnly();
                change.run();
            });
        } catch (DataIntegrityViolationException violation) {
            throw explained(violation);
        }
    }

    private static RuntimeException explained(DataIntegrityViolationException violation) {
        return constraintOf(violation).<RuntimeException>map(Writes::refusal).orElse(violation);
    }

    private static @Nullable Refusal refusal(String constraint) {
        return switch (constraint) {
            case "tenants_domain_unique" -> Refusal.conflict("/domain", "Another tenant has this domain.");
            case "users_extension_unique" ->
                Refusal.conflict("/extension", "Another user of the tenant has this extension.");
            case "user_numbers_unique" -> Refusal.conflict("/numbers", "Another user has one of these numbers.");
            case "devices_username_unique" -> Refusal.conflict("/username", "Another device has this user name.");
            case "teams_name_unique" -> Refusal.conflict("/name", "Another team of the tenant has this name.");
            case "announcements_name_unique" ->
                Refusal.conflict("/name", "Another announcement of the tenant has this name.");
            case "trunks_name_unique" -> Refusal.conflict("/name", "Another trunk has this name.");
            case String other
            when other.endsWith("_fkey") ->
                Refusal.of(Reason.NOT_FOUND, "What this belongs to was deleted in the meantime.");
            default -> null;
        };
    }

    private static Optional<String> constraintOf(DataIntegrityViolationException violation) {
        return Optional.ofNullable(violation.getRootCause())
                .filter(PSQLException.class::isInstance)
                .map(cause -> ((PSQLException) cause).getServerErrorMessage())
                .map(ServerErrorMessage::getConstraint);
    }
}
