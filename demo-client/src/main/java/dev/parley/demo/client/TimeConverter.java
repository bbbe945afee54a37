package dev.parley.demo.client;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time: {@code 500ms}, {@code 2s}, {@code 1m}; a number alone is seconds. */
final class TimeConverter implements ITypeConverter<Duration> {
    private static final Pattern TIME = Pattern.compile("([0-9]{1,6})(ms|s|m)?");

    @Override
    public Duration convert(String text) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            throw unusable(text);
        }
        long number = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2);
        Duration time = switch (unit == null ? "s" : unit) {
            case "ms" -> Duration.ofMillis(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofSeconds(number);
        };
        if (time.isZero()) {
            throw unusable(text);
        }
        return time;
    }

    private static TypeConversionException unusable(String text) {
        return new TypeConversionException("'" + text + "' is no time, such as 500ms, 2s or 1m");
    }
}
