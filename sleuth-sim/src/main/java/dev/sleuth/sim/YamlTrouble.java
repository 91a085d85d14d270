package dev.sleuth.sim;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Why a text is no YAML, in words for who wrote it. The parser tells where it stopped to understand; the mistake is
 * often in a line before.
 *
 * @param line of the mistake, from 1
 * @param what is wrong there and what to do
 */
record YamlTrouble(int line, String what) {
    /** {@code name:crash}, but not {@code http://a}. */
    private static final Pattern GLUED = Pattern.compile("(?:- +)*(\\w[\\w.-]*):(?!//)(\\S.*)");

    private static final Pattern DASH_GLUED = Pattern.compile("-[^\\s-].*");
    private static final Pattern FIRST_WORD = Pattern.compile("(?:- +)*(\\w[\\w.-]*)[^:]*");
    private static final Pattern UNUSABLE =
            Pattern.compile("found character '(.)' that cannot start.*", Pattern.DOTALL);

    /** Finds out what is wrong with {@code text}, about which the parser has said {@code e}. */
    static YamlTrouble of(MarkedYAMLException e, String text) {
        return new Finder(e, text.lines().toList()).find();
    }

    /** The right spelling of what lacks the blank after its colon; null if that is not what is wrong with it. */
    static @Nullable String unglued(String text) {
        Matcher glued = GLUED.matcher(text);
        if (!glued.matches()) {
            return null;
        }
        String value = glued.group(2);
        return glued.group(1) + ": " + (value.length() > 40 ? value.substring(0, 40) + "..." : value);
    }

    /** What the parser has said, with lines and columns from 0. */
    private static final class Finder {
        private final List<String> lines;
        private final String problem;
        private final String context;
        private final int line;
        private final int column;
        private final int contextLine;
        private final int contextColumn;

        Finder(MarkedYAMLException e, List<String> lines) {
            this.lines = lines;
            problem = e.getProblem() == null ? "it cannot be understood" : e.getProblem();
            context = e.getContext() == null ? "" : e.getContext();
            Mark mark = e.getProblemMark();
            line = mark == null ? 0 : mark.getLine();
            column = mark == null ? 0 : mark.getColumn();
            Mark before = e.getContextMark() == null ? mark : e.getContextMark();
            contextLine = before == null ? 0 : before.getLine();
            contextColumn = before == null ? 0 : before.getColumn();
        }

        YamlTrouble find() {
            YamlTrouble found = null;
            if (context.startsWith("while parsing a flow ")) {
                found = bracket(context.contains("mapping") ? '{' : '[');
            } else if (context.startsWith("while scanning a quoted scalar")) {
                found = at(
                        contextLine, "the quote in column " + (contextColumn + 1) + " is not closed; add another one");
            } else if (problem.startsWith("expected <block end>")) {
                found = block();
            } else if (problem.startsWith("mapping values are not allowed")) {
                found = secondColon();
            } else if (problem.startsWith("could not find expected ':'")) {
                found = withoutKey(contextLine);
            } else if (context.startsWith("expected a single document")) {
                found = at(line, "another document begins here; remove this line, a file holds one scenario");
            }
            Matcher unusable = UNUSABLE.matcher(problem);
            if (unusable.matches()) {
                found = at(line, "a value cannot begin with " + unusable.group(1) + "; put it in quotes");
            }
            String said = problem.lines().findFirst().orElse("");
            return found != null ? found : at(line, said + "; check indentation, colons and brackets");
        }

        private YamlTrouble bracket(char open) {
            char close = open == '{' ? '}' : ']';
            String opened = "the " + open + " in column " + (contextColumn + 1);
            String right = open == '{' ? "{key: value, key: value}" : "[value, value]";
            if (problem.endsWith("got }") || problem.endsWith("got ]")) {
                return at(
                        line,
                        opened + line(contextLine) + " is closed by " + problem.charAt(problem.length() - 1)
                                + "; write " + close);
            } else if (line == contextLine) {
                return at(
                        line,
                        "a comma is missing before column " + (column + 1) + ", or " + opened + " is not closed; write "
                                + right);
            } else if (text(contextLine).matches(".*[,\\[{]")) {
                return at(
                        line,
                        "a comma is missing before this, or " + opened + line(contextLine) + " is not closed; write "
                                + right);
            }
            return at(contextLine, opened + " is not closed; write " + close + " behind its last value");
        }

        /** A line that does not fit to those above it. */
        private YamlTrouble block() {
            String text = text(line);
            if (problem.endsWith("'}'") || problem.endsWith("']'")) {
                char close = problem.charAt(problem.length() - 2);
                return at(
                        line,
                        "the " + close + " in column " + (column + 1) + " closes nothing; remove it, or write "
                                + (close == '}' ? '{' : '[') + " where it begins");
            } else if (DASH_GLUED.matcher(text).matches()) {
                return at(line, "there is no blank after the -; write one");
            }
            int indent = indent(line);
            String there = " in column " + (contextColumn + 1);
            if (column > indent) {
                return at(
                        line,
                        "nothing can follow in column " + (column + 1)
                                + "; put the whole value in quotes, or begin a new line");
            } else if (context.contains("collection") && !text.startsWith("-")) {
                return at(line, "this line is no part of the list above it; begin it with -" + there);
            }
            return at(
                    line,
                    "this line begins in column " + (indent + 1) + ", the one above it in column "
                            + (indent(before(line)) + 1) + "; let both begin in the same one");
        }

        private YamlTrouble secondColon() {
            int before = before(line);
            YamlTrouble keyless = before < 0 ? null : withoutKey(before);
            if (keyless == null && unglued(text(line)) != null) {
                keyless = withoutKey(line);
            }
            if (keyless != null) {
                return keyless;
            }
            String text = text(line);
            if (text.endsWith("}") && text.indexOf('{') < 0) {
                return at(line, "the { that belongs to the } is missing; write {key: value, key: value}");
            }
            return at(
                    line,
                    "there is a second colon, in column " + (column + 1)
                            + "; put the value in quotes, or each key into a line of its own");
        }

        /** Null if the line has a key as it should be. */
        private @Nullable YamlTrouble withoutKey(int number) {
            String text = text(number);
            Matcher glued = GLUED.matcher(text);
            if (glued.matches()) {
                String key = glued.group(1);
                return at(number, "there is no blank after the colon of " + key + "; write " + key + ": and the value");
            }
            Matcher word = FIRST_WORD.matcher(text);
            return word.matches()
                    ? at(
                            number,
                            "there is no colon after " + word.group(1) + "; write " + word.group(1) + ": and the value")
                    : null;
        }

        /** The last line before that is not empty; -1 if there is none. */
        private int before(int number) {
            int before = number - 1;
            while (before >= 0 && text(before).isEmpty()) {
                before--;
            }
            return before;
        }

        private int indent(int number) {
            return number >= 0 && number < lines.size() ? lines.get(number).indexOf(text(number)) : 0;
        }

        private static YamlTrouble at(int line, String what) {
            return new YamlTrouble(line + 1, what);
        }

        /** The line's place, if it is not the one that the trouble is told of. */
        private String line(int number) {
            return number == line ? "" : " of line " + (number + 1);
        }

        /** Without indentation and comment; empty if there is no such line. */
        private String text(int number) {
            String text = number < lines.size() ? lines.get(number) : "";
            return text.replaceFirst("(^|\\s)#.*", "").strip();
        }
    }
}
