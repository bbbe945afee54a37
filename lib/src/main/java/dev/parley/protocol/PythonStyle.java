package dev.parley.protocol;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.PrettyPrinter;

/** The white space of CPython's {@code json.dumps}: one space behind each comma and colon, and no other. */
final class PythonStyle implements PrettyPrinter {
    /** The only one; it has no state. */
    static final PythonStyle INSTANCE = new PythonStyle();

    private PythonStyle() {}

    @Override
    public void writeRootValueSeparator(JsonGenerator out) {
        out.writeRaw(' ');
    }

    @Override
    public void writeStartObject(JsonGenerator out) {
        out.writeRaw('{');
    }

    @Override
    public void beforeObjectEntries(JsonGenerator out) {
        // Nothing between the brace and the first name.
    }

    @Override
    public void writeObjectNameValueSeparator(JsonGenerator out) {
        out.writeRaw(": ");
    }

    @Override
    public void writeObjectEntrySeparator(JsonGenerator out) {
        out.writeRaw(", ");
    }

    @Override
    public void writeEndObject(JsonGenerator out, int entries) {
        out.writeRaw('}');
    }

    @Override
    public void writeStartArray(JsonGenerator out) {
        out.writeRaw('[');
    }

    @Override
    public void beforeArrayValues(JsonGenerator out) {
        // Nothing between the bracket and the first value.
    }

    @Override
    public void writeArrayValueSeparator(JsonGenerator out) {
        out.writeRaw(", ");
    }

    @Override
    public void writeEndArray(JsonGenerator out, int values) {
        out.writeRaw(']');
    }
}
