package dev.parley.demo.client;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The arguments as they were typed, in whatever locale the JVM runs.
 *
 * <p>A JVM decodes its arguments in the locale's charset: in the C locale, usual in containers, all of 🐶 is lost. Linux
 * still has the bytes, and they are UTF-8.
 */
final class Arguments {
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    private Arguments() {}

    /** Returns {@code args}, or what they were before their bytes were lost. */
    static String[] typed(String[] args) {
        String charset = System.getProperty("sun.jnu.encoding", "UTF-8");
        if (charset.equals("UTF-8") || !Files.isReadable(COMMAND_LINE)) {
            return args;
        }
        try {
            return last(Files.readAllBytes(COMMAND_LINE), args);
        } catch (IOException unreadable) {
            return args;
        }
    }

    /**
     * The last arguments of a command line, as many as {@code args} has, where they are the same but for what a charset
     * can lose; else {@code args}.
     *
     * @param commandLine each argument's bytes, with a zero byte behind it
     */
    static String[] last(byte[] commandLine, String[] args) {
        String[] all = new String(commandLine, StandardCharsets.UTF_8).split("\0", -1);
        int end = all.length - 1; // behind the last zero byte is nothing
        if (end < args.length) {
            return args;
        }
        String[] last = Arrays.copyOfRange(all, end - args.length, end);
        for (int i = 0; i < args.length; i++) {
            if (isAscii(last[i]) && !last[i].equals(args[i])) {
                return args; // the launcher changed them: these are others
            }
        }
        return last;
    }

    private static boolean isAscii(String text) {
        return Charset.forName("US-ASCII").newEncoder().canEncode(text);
    }
}
