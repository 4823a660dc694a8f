package io.tapedeck.cdr.admin;

import io.tapedeck.cdr.cdr.CdrBook;
import io.tapedeck.cdr.cdr.LedgerUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** What runs by the clock. Several processes may do it at once; the ledger sees to it that nothing happens twice. */
@Component
@EnableScheduling
class ByTheClock {

    private static final Logger LOG = LoggerFactory.getLogger(ByTheClock.class);

    private final CdrBook book;
    private final LedgerGauges gauges;
    private final AssuranceSettings assurance;

    ByTheClock(CdrBook book, LedgerGauges gauges, AssuranceSettings assurance) {
        this.book = book;
        this.gauges = gauges;
        this.assurance = assurance;
    }

    @Scheduled(fixedDelayString = "${tapedeck.cdr.assurance.every}")
    void assure() {
        try {
            book.closeUnended(assurance.endGrace(), assurance.silence(), assurance.batch());
            book.sweep(assurance.grace(), assurance.batch());
        } catch (LedgerUnavailable nextTime) {
            LOG.debug("No sweep: {}", nextTime.getMessage());
        }
    }

    @Scheduled(fixedDelayString = "${tapedeck.cdr.gauges.every}")
    void measure() {
        gauges.measure();
    }
}
