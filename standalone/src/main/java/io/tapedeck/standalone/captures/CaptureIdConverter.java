package io.tapedeck.standalone.captures;

import io.tapedeck.contracts.CaptureId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An id as it was typed. */
final class CaptureIdConverter implements ITypeConverter<CaptureId> {

    @Override
    public CaptureId convert(String text) {
        try {
            return CaptureId.of(text);
        } catch (IllegalArgumentException _) {
            throw new TypeConversionException("'" + text + "' is not the id of a capture");
        }
    }
}
