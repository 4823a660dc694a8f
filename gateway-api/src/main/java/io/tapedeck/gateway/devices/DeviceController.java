package io.tapedeck.gateway.devices;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tapedeck.contracts.DeviceId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.DirectoryEvent.Device;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import io.tapedeck.gateway.access.Caller;
import io.tapedeck.gateway.identifiers.FreshIds;
import io.tapedeck.gateway.paging.Page;
import io.tapedeck.gateway.paging.PageRequest;
import io.tapedeck.gateway.paging.PageResponse;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.users.Users;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** REST: devices. One of them has two addresses, with and without its user in front. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Devices", description = "SIP endpoints of the users")
class DeviceController {

    private final Devices devices;
    private final Users users;
    private final FreshIds ids;
    private final DigestRealm realm;

    DeviceController(Devices devices, Users users, FreshIds ids, DigestRealm realm) {
        this.devices = devices;
        this.users = users;
        this.ids = ids;
        this.realm = realm;
    }

    @GetMapping("/users/{userId}/devices")
    @Operation(summary = "List a user's devices, oldest first")
    ResponseEntity<Page<DeviceView>> list(
            Caller caller,
            @PathVariable UserId userId,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletRequest request) {
        PageRequest page = PageRequest.of(limit, cursor);
        owner(caller, userId);
        return PageResponse.read(
                page,
                (after, rows) -> devices.list(userId, after, rows),
                device -> device.id().value(),
                DeviceView::of,
                request);
    }

    @PostMapping("/users/{userId}/devices")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Create a device")
    ResponseEntity<DeviceView> create(Caller caller, @PathVariable UserId userId, @RequestBody DeviceBody body) {
        var device = body.toDevice(new DeviceId(ids.next()), owner(caller, userId), realm);
        devices.add(device);
        return ResponseEntity.created(URI.create("/api/v1/devices/" + device.id()))
                .body(DeviceView.of(device));
    }

    @GetMapping({"/devices/{id}", "/users/{userId}/devices/{id}"})
    @Operation(summary = "Show a device")
    DeviceView show(Caller caller, @PathVariable(required = false) @Nullable UserId userId, @PathVariable DeviceId id) {
        return DeviceView.of(visible(caller, userId, id));
    }

    @PutMapping({"/devices/{id}", "/users/{userId}/devices/{id}"})
    @Operation(summary = "Replace a device's data; without a password the old one stays")
    DeviceView replace(
            Caller caller,
            @PathVariable(required = false) @Nullable UserId userId,
            @PathVariable DeviceId id,
            @RequestBody DeviceBody body) {
        Device old = visible(caller, userId, id);
        var device = body.change(old, owner(caller, old.userId()), realm);
        devices.replace(device);
        return DeviceView.of(device);
    }

    @DeleteMapping({"/devices/{id}", "/users/{userId}/devices/{id}"})
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete a device")
    void delete(Caller caller, @PathVariable(required = false) @Nullable UserId userId, @PathVariable DeviceId id) {
        visible(caller, userId, id);
        if (!devices.remove(id)) {
            throw Refusal.notFound("device", id);
        }
    }

    private Device visible(Caller caller, @Nullable UserId userId, DeviceId id) {
        var found = devices.find(id).filter(device -> userId == null || userId.equals(device.userId()));
        return caller.visible(found, Device::tenantId, "device", id);
    }

    private User owner(Caller caller, UserId id) {
        return caller.visible(users.find(id), User::tenantId, "user", id);
    }
}
