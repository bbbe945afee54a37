/**
 * Asynchronous messages over TCP.
 *
 * <p>Jackson is required transitively because {@link dev.parley.protocol.JsonCodec#of} takes a mapper; no other type of
 * it shows. JSpecify's annotations are read by the compiler of this module, and not needed to compile against it.
 */
module dev.parley {
    requires transitive tools.jackson.databind;
    requires static org.jspecify;

    exports dev.parley;
    exports dev.parley.observe;
    exports dev.parley.protocol;
}
