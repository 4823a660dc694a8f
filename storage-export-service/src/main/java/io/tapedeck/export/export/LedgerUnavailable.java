package io.tapedeck.export.export;

/** The database cannot be reached or refuses to work. The operator must act; what was asked can be asked again. */
public final class LedgerUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LedgerUnavailable(Throwable cause) {
        super("The ledger is not available: " + cause.getMessage(), cause);
    }
}
