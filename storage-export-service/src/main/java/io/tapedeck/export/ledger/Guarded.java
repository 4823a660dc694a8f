package io.tapedeck.export.ledger;

import io.tapedeck.export.export.LedgerUnavailable;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.springframework.core.NestedRuntimeException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Runs work in a transaction and says whose fault a failure is: a value that the database cannot hold is thrown as it is, for
 * it will fail again; everything else is the database's and may pass.
 */
final class Guarded {

    private final TransactionOperations transactions;

    Guarded(TransactionOperations transactions) {
        this.transactions = transactions;
    }

    <T> T inTransaction(Supplier<T> work) {
        try {
            return transactions.<T>execute(_ -> work.get());
        } catch (DataIntegrityViolationException badValue) {
            throw badValue;
        } catch (DataAccessException | TransactionException failure) {
            if (exceedsLimit(failure)) {
                throw failure;
            }
            throw new LedgerUnavailable(failure);
        }
    }

    /** SQLSTATE class 54: a value that is too large for its index, for one. */
    private static boolean exceedsLimit(NestedRuntimeException failure) {
        return failure.getMostSpecificCause() instanceof SQLException cause
                && cause.getSQLState() != null
                && cause.getSQLState().startsWith("54");
    }
}
