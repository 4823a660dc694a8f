package io.tapedeck.cdr.ledger;

import io.tapedeck.cdr.cdr.LedgerUnavailable;
import java.util.function.Supplier;
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
            throw new LedgerUnavailable(failure);
        }
    }
}
