/**
 * Asynchronous messages over TCP.
 *
 * <p>Jackson is required transitively because {@link dev.parley.protocol.JsonCodec#of} takes a mapper; no other type of
 * it shows. JSpecify's annotations are part of the signatures, and needed by compilers only.
 */
module dev.parley {
    requires transitive tools.jackson.databind;
    requires static transitive org.jspecify;

    exports dev.parley;
    exports dev.parley.observe;
    exports dev.parley.protocol;
}
