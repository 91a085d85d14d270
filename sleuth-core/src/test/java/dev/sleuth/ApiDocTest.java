package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
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
import org.junit.jupiter.api.Test;

/** Whatever applications can reach says what it is. */
class ApiDocTest {
    private static final Path SOURCES = Path.of("src", "main", "java");

    @Test
    void everything_public_has_a_comment() throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null);
                Stream<Path> walk = Files.walk(SOURCES)) {
            List<Path> sources =
                    walk.filter(file -> file.toString().endsWith(".java")).toList();
            JavacTask task = (JavacTask)
                    javac.getTask(null, files, null, List.of(), null, files.getJavaFileObjectsFromPaths(sources));
            Undocumented found = new Undocumented(DocTrees.instance(task));
            for (CompilationUnitTree file : task.parse()) {
                found.scan(file, null);
            }
            assertThat(found.seen).as("public types and members").isGreaterThan(150);
            assertThat(found.silent).as("what has no comment").isEmpty();
        }
    }

    private static final class Undocumented extends TreePathScanner<Void, Void> {
        private final DocTrees docs;
        private final List<String> silent = new ArrayList<>();
        private int seen;

        Undocumented(DocTrees docs) {
            this.docs = docs;
        }

        /** What is inside of something that nobody can reach cannot be reached either. */
        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            if (!isReachable(type.getModifiers())) {
                return null;
            }
            check(type.getSimpleName());
            return super.visitClass(type, nothing);
        }

        /** A record's own constructor is told by its header, and what overrides by what it overrides. */
        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            boolean overrides = method.getModifiers().getAnnotations().stream()
                    .anyMatch(annotation ->
                            annotation.getAnnotationType().toString().equals("Override"));
            boolean ofRecord =
                    parent().getKind() == Tree.Kind.RECORD && method.getName().contentEquals("<init>");
            if (isReachable(method.getModifiers()) && !overrides && !ofRecord) {
                check(method.getName());
            }
            return null;
        }

        @Override
        public Void visitVariable(VariableTree field, Void nothing) {
            if (isReachable(field.getModifiers()) && parent().getKind() != Tree.Kind.RECORD) {
                check(field.getName());
            }
            return null;
        }

        private Tree parent() {
            return getCurrentPath().getParentPath().getLeaf();
        }

        private boolean isReachable(ModifiersTree modifiers) {
            Set<Modifier> flags = modifiers.getFlags();
            return flags.contains(Modifier.PUBLIC)
                    || flags.contains(Modifier.PROTECTED)
                    || parent().getKind() == Tree.Kind.INTERFACE;
        }

        private void check(Object name) {
            seen++;
            TreePath path = getCurrentPath();
            if (docs.getDocComment(path) == null) {
                silent.add(path.getCompilationUnit().getSourceFile().getName() + ": " + name);
            }
        }
    }
}
