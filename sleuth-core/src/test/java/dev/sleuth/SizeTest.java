package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** In every project it is the one central class that rots. All modules are measured here, their tests with them. */
class SizeTest {
    private static final int MOST_LINES_OF_A_FILE = 400;
    private static final int MOST_LINES_OF_A_METHOD = 60;
    private static final Path ROOT = Path.of("..");

    @Test
    void no_file_is_longer_than_400_lines() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : sources()) {
            int lines = Files.readAllLines(file).size();
            if (lines > MOST_LINES_OF_A_FILE) {
                tooLong.add(ROOT.relativize(file) + ": " + lines + " lines");
            }
        }
        assertThat(tooLong).as("split these by responsibility").isEmpty();
    }

    @Test
    void no_method_is_longer_than_60_lines() throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    javac.getTask(null, files, null, List.of(), null, files.getJavaFileObjectsFromPaths(sources()));
            LongMethods found = new LongMethods(Trees.instance(task).getSourcePositions());
            for (CompilationUnitTree file : task.parse()) {
                found.scan(file, null);
            }
            assertThat(found.seen).as("methods that were measured").isGreaterThan(1000);
            assertThat(found.tooLong).as("split these by responsibility").isEmpty();
        }
    }

    private static final class LongMethods extends TreePathScanner<Void, Void> {
        private final SourcePositions positions;
        private final List<String> tooLong = new ArrayList<>();
        private int seen;

        LongMethods(SourcePositions positions) {
            this.positions = positions;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            CompilationUnitTree file = getCurrentPath().getCompilationUnit();
            long begin = positions.getStartPosition(file, method);
            long end = positions.getEndPosition(file, method);
            // What the compiler adds, such as a record's constructor, has no end.
            if (begin >= 0 && end >= 0) {
                LineMap map = file.getLineMap();
                long lines = map.getLineNumber(end) - map.getLineNumber(begin) + 1;
                seen++;
                if (lines > MOST_LINES_OF_A_METHOD) {
                    tooLong.add(file.getSourceFile().getName() + ": " + method.getName() + " has " + lines + " lines");
                }
            }
            return super.visitMethod(method, nothing);
        }
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path source : modules.map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList()) {
                try (Stream<Path> files = Files.walk(source)) {
                    files.filter(file -> file.toString().endsWith(".java"))
                            .sorted()
                            .forEach(sources::add);
                }
            }
        }
        assertThat(sources).as("the sources, from " + ROOT.toAbsolutePath()).hasSizeGreaterThan(100);
        return sources;
    }
}
