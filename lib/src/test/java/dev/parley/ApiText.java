package dev.parley;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The public face of types as text, the same on every JDK: one line for a type, one for each visible member, sorted.
 *
 * <p>Left out is what every class has ({@code equals}, {@code hashCode}, {@code toString}) and what the compiler adds to
 * enums. Names of the JDK and of Parley come without their packages.
 */
final class ApiText {
    private static final Pattern OWN_PACKAGES = Pattern.compile("\\b(?:java|dev\\.parley)\\.(?:[a-z]\\w*\\.)*");
    private static final TreeSet<String> OF_EVERY_CLASS = new TreeSet<>(List.of("equals", "hashCode", "toString"));

    private ApiText() {}

    /** The visible ones among those types, and all within them. */
    static String of(Stream<Class<?>> types) {
        return types.filter(type -> isVisible(type.getModifiers()))
                .sorted(Comparator.comparing(Class::getName))
                .map(ApiText::type)
                .collect(Collectors.joining("\n"));
    }

    private static String type(Class<?> type) {
        List<String> lines = new ArrayList<>();
        Stream.of(type.getDeclaredFields()).filter(ApiText::isTold).forEach(field -> lines.add(field(field)));
        Stream.of(type.getDeclaredConstructors())
                .filter(made -> isVisible(made.getModifiers()) && !type.isRecord())
                .forEach(made -> lines.add(constructor(made)));
        Stream.of(type.getDeclaredMethods())
                .filter(method -> isTold(type, method))
                .forEach(method -> lines.add(method(method)));
        String members = lines.stream().sorted().map(line -> "  " + line + "\n").collect(Collectors.joining());
        String nested = Stream.of(type.getDeclaredClasses())
                .filter(inner -> isVisible(inner.getModifiers()))
                .sorted(Comparator.comparing(Class::getName))
                .map(inner -> "\n" + type(inner))
                .collect(Collectors.joining());
        return head(type) + "\n" + members + nested;
    }

    private static String head(Class<?> type) {
        StringBuilder head = new StringBuilder(modifiers(type.getModifiers() & ~Modifier.STATIC, type.isInterface()));
        head.append(type.isSealed() ? "sealed " : "")
                .append(kind(type))
                .append(type.getName()
                        .substring(type.getPackageName().length() + 1)
                        .replace('$', '.'))
                .append(parameters(type.getTypeParameters()));
        if (type.isRecord()) {
            head.append(Arrays.stream(type.getRecordComponents())
                    .map(ApiText::component)
                    .collect(Collectors.joining(", ", "(", ")")));
        }
        Type above = type.getGenericSuperclass();
        if (above != null && above != Object.class && above != Record.class && !type.isEnum()) {
            head.append(" extends ").append(name(above));
        }
        String interfaces = names(type.getGenericInterfaces());
        if (!interfaces.isEmpty()) {
            head.append(type.isInterface() ? " extends " : " implements ").append(interfaces);
        }
        if (type.isEnum()) {
            head.append(Stream.of(type.getEnumConstants())
                    .map(Object::toString)
                    .collect(Collectors.joining(", ", " { ", " }")));
        }
        return head.toString();
    }

    private static String kind(Class<?> type) {
        if (type.isRecord()) {
            return "record ";
        }
        if (type.isEnum()) {
            return "enum ";
        }
        return type.isInterface() ? "interface " : "class ";
    }

    private static String component(RecordComponent component) {
        return name(component.getGenericType()) + " " + component.getName();
    }

    private static String field(Field field) {
        return modifiers(field.getModifiers(), false) + name(field.getGenericType()) + " " + field.getName()
                + constant(field);
    }

    private static String constant(Field field) {
        boolean isConstant = Modifier.isStatic(field.getModifiers())
                && Modifier.isPublic(field.getModifiers())
                && (field.getType().isPrimitive() || field.getType() == String.class);
        try {
            return isConstant ? " = " + field.get(null) : "";
        } catch (IllegalAccessException notVisible) {
            throw new IllegalStateException(notVisible);
        }
    }

    private static String constructor(Constructor<?> made) {
        return modifiers(made.getModifiers(), false) + "new" + callable(made);
    }

    private static String method(Method method) {
        boolean ofInterface = method.getDeclaringClass().isInterface();
        String parameters = parameters(method.getTypeParameters());
        return modifiers(method.getModifiers(), ofInterface) + (method.isDefault() ? "default " : "")
                + (parameters.isEmpty() ? "" : parameters + " ") + name(method.getGenericReturnType()) + " "
                + method.getName() + callable(method);
    }

    /** Parameters and exceptions. */
    private static String callable(Executable callable) {
        Parameter[] given = callable.getParameters();
        List<String> told = new ArrayList<>();
        for (int i = 0; i < given.length; i++) {
            String type = name(given[i].getParameterizedType());
            boolean varargs = callable.isVarArgs() && i == given.length - 1;
            told.add((varargs ? type.replaceAll("\\[]$", "...") : type) + " " + given[i].getName());
        }
        String thrown = Stream.of(callable.getGenericExceptionTypes())
                .map(ApiText::name)
                .sorted()
                .collect(Collectors.joining(", "));
        return told.stream().collect(Collectors.joining(", ", "(", ")"))
                + (thrown.isEmpty() ? "" : " throws " + thrown);
    }

    private static String parameters(TypeVariable<?>[] parameters) {
        if (parameters.length == 0) {
            return "";
        }
        return Arrays.stream(parameters)
                .map(parameter -> {
                    boolean bounded = !Arrays.equals(parameter.getBounds(), new Type[] {Object.class});
                    String bounds = names(parameter.getBounds()).replace(", ", " & ");
                    return parameter.getName() + (bounded ? " extends " + bounds : "");
                })
                .collect(Collectors.joining(", ", "<", ">"));
    }

    private static String names(Type[] types) {
        return Arrays.stream(types).map(ApiText::name).collect(Collectors.joining(", "));
    }

    private static String name(Type type) {
        return OWN_PACKAGES.matcher(type.getTypeName()).replaceAll("").replace('$', '.');
    }

    /** What distinguishes a member: that it is public goes without saying, and so does abstract in an interface. */
    private static String modifiers(int modifiers, boolean ofInterface) {
        StringBuilder told = new StringBuilder();
        told.append(Modifier.isProtected(modifiers) ? "protected " : "");
        told.append(Modifier.isStatic(modifiers) ? "static " : "");
        told.append(Modifier.isAbstract(modifiers) && !ofInterface ? "abstract " : "");
        told.append(Modifier.isFinal(modifiers) ? "final " : "");
        return told.toString();
    }

    private static boolean isTold(Field field) {
        return isVisible(field.getModifiers()) && !field.isSynthetic() && !field.isEnumConstant();
    }

    private static boolean isTold(Class<?> type, Method method) {
        boolean ofEnum = type.isEnum()
                && (method.getName().equals("values") || method.getName().equals("valueOf"));
        boolean accessor = type.isRecord()
                && Arrays.stream(type.getRecordComponents()).anyMatch(part -> method.equals(part.getAccessor()));
        return isVisible(method.getModifiers())
                && !method.isSynthetic()
                && !ofEnum
                && !accessor
                && !OF_EVERY_CLASS.contains(method.getName());
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }
}
