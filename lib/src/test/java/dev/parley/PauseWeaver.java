package dev.parley;

import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Puts {@link PausePoint}s into the bytes of a class.
 *
 * <pre>
 *     a volatile field read or written, java.util.concurrent called ─► reached() before it
 *     a synchronized block or method ─► reached(), enter, entered() … left(), exit
 * </pre>
 */
final class PauseWeaver extends ClassVisitor {
    private static final String POINT = "dev/parley/PausePoint";
    private final Set<String> shared;
    private String owner;

    private PauseWeaver(ClassVisitor next, Set<String> shared) {
        super(Opcodes.ASM9, next);
        this.shared = shared;
    }

    /** Adds what of a class threads share: volatile fields, and methods that take a monitor, as {@code owner.name}. */
    static void collectShared(byte[] bytes, Set<String> shared) {
        ClassReader reader = new ClassReader(bytes);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9) {
                    @Override
                    public FieldVisitor visitField(int access, String name, String type, String generic, Object value) {
                        if ((access & Opcodes.ACC_VOLATILE) != 0) {
                            shared.add(reader.getClassName() + "." + name);
                        }
                        return null;
                    }

                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String type, String generic, String[] exceptions) {
                        if ((access & Opcodes.ACC_SYNCHRONIZED) != 0) {
                            shared.add(reader.getClassName() + "." + name + type);
                        }
                        return null;
                    }
                },
                ClassReader.SKIP_CODE);
    }

    static byte[] weave(byte[] bytes, Set<String> shared) {
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        reader.accept(new PauseWeaver(writer, shared), ClassReader.EXPAND_FRAMES);
        return writer.toByteArray();
    }

    @Override
    public void visit(int version, int access, String name, String generic, String parent, String[] interfaces) {
        owner = name;
        super.visit(version, access, name, generic, parent, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(int access, String name, String type, String generic, String[] exceptions) {
        MethodVisitor next = super.visitMethod(access, name, type, generic, exceptions);
        boolean locks = (access & Opcodes.ACC_SYNCHRONIZED) != 0;
        return locks ? new Locking(next, access, type) : new Points(next);
    }

    private static void call(MethodVisitor code, String point) {
        code.visitMethodInsn(Opcodes.INVOKESTATIC, POINT, point, "()V", false);
    }

    private class Points extends MethodVisitor {
        Points(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitFieldInsn(int opcode, String of, String name, String type) {
            if (shared.contains(of + "." + name)) {
                call(mv, "reached");
            }
            super.visitFieldInsn(opcode, of, name, type);
        }

        @Override
        public void visitMethodInsn(int opcode, String of, String name, String type, boolean ofInterface) {
            boolean concurrent = of.startsWith("java/util/concurrent/") && !"<init>".equals(name);
            if (concurrent || shared.contains(of + "." + name + type)) {
                call(mv, "reached");
            }
            super.visitMethodInsn(opcode, of, name, type, ofInterface);
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode == Opcodes.MONITORENTER) {
                call(mv, "reached");
                super.visitInsn(opcode);
                call(mv, "entered");
            } else if (opcode == Opcodes.MONITOREXIT) {
                call(mv, "left");
                super.visitInsn(opcode);
            } else {
                super.visitInsn(opcode);
            }
        }
    }

    /** A synchronized method: its whole body is under the monitor, however it ends. */
    private final class Locking extends Points {
        private final Label begin = new Label();
        private final Label end = new Label();
        private final Object[] arguments;

        Locking(MethodVisitor next, int access, String type) {
            super(next);
            Type[] types = Type.getArgumentTypes(type);
            boolean ofInstance = (access & Opcodes.ACC_STATIC) == 0;
            arguments = new Object[types.length + (ofInstance ? 1 : 0)];
            if (ofInstance) {
                arguments[0] = owner;
            }
            for (int i = 0; i < types.length; i++) {
                arguments[arguments.length - types.length + i] = frameType(types[i]);
            }
        }

        private static Object frameType(Type type) {
            return switch (type.getSort()) {
                case Type.LONG -> Opcodes.LONG;
                case Type.DOUBLE -> Opcodes.DOUBLE;
                case Type.FLOAT -> Opcodes.FLOAT;
                case Type.ARRAY, Type.OBJECT -> type.getInternalName();
                default -> Opcodes.INTEGER;
            };
        }

        @Override
        public void visitCode() {
            super.visitCode();
            call(mv, "entered");
            mv.visitLabel(begin);
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
                call(mv, "left");
            }
            super.visitInsn(opcode);
        }

        @Override
        public void visitMaxs(int stack, int locals) {
            mv.visitLabel(end);
            mv.visitTryCatchBlock(begin, end, end, null);
            mv.visitFrame(Opcodes.F_NEW, arguments.length, arguments, 1, new Object[] {"java/lang/Throwable"});
            call(mv, "left");
            mv.visitInsn(Opcodes.ATHROW);
            super.visitMaxs(stack, locals);
        }
    }
}
