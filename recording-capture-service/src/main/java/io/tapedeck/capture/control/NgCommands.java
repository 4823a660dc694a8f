package io.tapedeck.capture.control;

import io.tapedeck.capture.session.CaptureSession;
import io.tapedeck.capture.session.CaptureSessions;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every command there is, by its name. */
final class NgCommands {

    private final Map<String, NgCommand> commands = new HashMap<>();

    private final CommandTimes times;
    private final CallGate gate;

    NgCommands(List<Map<String, NgCommand>> tables, CommandTimes times, CallGate gate) {
        this.times = times;
        this.gate = gate;
        tables.forEach(commands::putAll);
    }

    NgDictionary handle(NgRequest request) throws NgRefusal {
        NgCommand command = commands.get(request.command());
        if (command == null) {
            throw new NgRefusal("Unrecognized command");
        }
        RequestLimits.check(request);
        gate.check(request);
        NgDictionary reply = timed(command, request);
        return request.unknown().isEmpty()
                ? reply
                : NgReplies.warned(reply, "Ignored what is not known: " + String.join(", ", request.unknown()));
    }

    private NgDictionary timed(NgCommand command, NgRequest request) throws NgRefusal {
        long since = System.nanoTime();
        try {
            return command.run(request);
        } finally {
            times.ran(request.command(), System.nanoTime() - since);
        }
    }

    static CaptureSession known(CaptureSessions sessions, String callId) throws NgRefusal {
        return sessions.find(callId).orElseThrow(() -> new NgRefusal("Unknown call-id"));
    }
}
