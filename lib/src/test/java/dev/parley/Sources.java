package dev.parley;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The sources of the module under test, as the compiler parses them. */
final class Sources {
    /** Where the module is: Maven tells, and an IDE starts there. */
    static final Path MODULE = Path.of(System.getProperty("basedir", "."));

    private static final Path MAIN = MODULE.resolve("src/main/java");

    private final DocTrees docs;
    private final List<CompilationUnitTree> units;

    private Sources(DocTrees docs, List<CompilationUnitTree> units) {
        this.docs = docs;
        this.units = units;
    }

    /** All of the main code. */
    static Sources main() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, List.of(), null, files.getJavaFileObjectsFromPaths(paths()));
            List<CompilationUnitTree> units = new ArrayList<>();
            task.parse().forEach(units::add);
            return new Sources(DocTrees.instance(task), units);
        }
    }

    /** The files of the main code, sorted. */
    static List<Path> paths() throws IOException {
        try (Stream<Path> files = Files.walk(MAIN)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }

    /** The names of the types at the top of each file that has not just one of its own name. */
    List<String> filesOfSeveralTypes() {
        List<String> found = new ArrayList<>();
        for (CompilationUnitTree unit : units) {
            String file = fileName(unit);
            List<String> types = unit.getTypeDecls().stream()
                    .filter(ClassTree.class::isInstance)
                    .map(type -> ((ClassTree) type).getSimpleName().toString())
                    .toList();
            boolean isInfo = file.equals("package-info.java") || file.equals("module-info.java");
            if (!types.equals(isInfo ? List.of() : List.of(file.replace(".java", "")))) {
                found.add(file + " has " + types);
            }
        }
        return found;
    }

    /** Public and protected types and members of a package that have no Javadoc and override nothing. */
    List<String> undocumented(String packageName) {
        List<String> found = new ArrayList<>();
        for (CompilationUnitTree unit : units) {
            if (unit.getPackageName() != null
                    && unit.getPackageName().toString().equals(packageName)) {
                TreePath root = new TreePath(unit);
                for (Tree type : unit.getTypeDecls()) {
                    if (type instanceof ClassTree declared
                            && isVisible(declared.getModifiers().getFlags(), false)) {
                        collectUndocumented(new TreePath(root, declared), declared, "", found);
                    }
                }
            }
        }
        return found;
    }

    private void collectUndocumented(TreePath path, ClassTree type, String outer, List<String> found) {
        String name = outer + type.getSimpleName();
        if (docs.getDocComment(path) == null) {
            found.add(name);
        }
        boolean inInterface = type.getKind() == Tree.Kind.INTERFACE;
        for (Tree member : type.getMembers()) {
            TreePath at = new TreePath(path, member);
            if (member instanceof ClassTree nested) {
                if (isVisible(nested.getModifiers().getFlags(), inInterface)) {
                    collectUndocumented(at, nested, name + ".", found);
                }
            } else if (needsDoc(type, member, inInterface) && docs.getDocComment(at) == null) {
                found.add(name + "." + memberName(member));
            }
        }
    }

    private static boolean needsDoc(ClassTree type, Tree member, boolean inInterface) {
        if (member instanceof MethodTree method) {
            boolean overrides = method.getModifiers().getAnnotations().stream()
                    .anyMatch(annotation ->
                            annotation.getAnnotationType().toString().equals("Override"));
            // The components of a record are told of in the record's own comment.
            boolean ofRecord =
                    type.getKind() == Tree.Kind.RECORD && memberName(method).equals("<init>");
            return !overrides && !ofRecord && isVisible(method.getModifiers().getFlags(), inInterface);
        }
        return member instanceof VariableTree field
                && isVisible(field.getModifiers().getFlags(), inInterface);
    }

    private static boolean isVisible(Set<Modifier> modifiers, boolean inInterface) {
        return modifiers.contains(Modifier.PUBLIC)
                || modifiers.contains(Modifier.PROTECTED)
                || (inInterface && !modifiers.contains(Modifier.PRIVATE));
    }

    private static String memberName(Tree member) {
        return member instanceof MethodTree method
                ? method.getName().toString()
                : ((VariableTree) member).getName().toString();
    }

    private static String fileName(CompilationUnitTree unit) {
        return Path.of(unit.getSourceFile().toUri()).getFileName().toString();
    }
}
